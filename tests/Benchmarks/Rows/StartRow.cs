using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>How soon a command has started, done its work and ended.</summary>
internal static class StartRow
{
    private const string Hello = "a hello-world of .NET";

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var rounds = scale.Rounds(15);
        var times = await InTurns.MeasureAsync(
            rounds,
            () => WallAsync(Programs.Cow, "--help"),
            () => WallAsync(Programs.Cow, "ps"),
            () => WallAsync(Programs.Built("Hello")));
        List<Line> lines = [Line.AtMost("`cow --help`", times[0], Hello, times[2], 1.5), Line.AtMost("`cow ps`", times[1], Hello, times[2], 1.5)];
        foreach (var (name, remedy) in new[] { ("smem", "apt-get install smem"), ("ps_mem", "it is not on this machine, and no package of Debian: pip install ps_mem") })
        {
            if (Programs.Find(name) is not { } program)
            {
                lines.Add(Line.Missing("`cow ps`", name, remedy));
                continue;
            }
            times = await InTurns.MeasureAsync(rounds, () => WallAsync(Programs.Cow, "ps"), () => WallAsync(program));
            lines.Add(Line.AtMost("`cow ps`", times[0], name, times[1], 1));
        }
        return lines;
    }

    private static Task<double> WallAsync(string program, params string[] arguments) => InTurns.WallAsync(() => Programs.RunAsync(program, arguments));
}
