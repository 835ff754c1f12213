using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>`cow run`: all notebooks, one after another, and the book of them.</summary>
internal static class CourseRow
{
    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        const double goal = 300;
        var folder = Directory.CreateTempSubdirectory("cow-benchmark-");
        try
        {
            var seconds = await InTurns.WallAsync(
                () => Programs.RunAsync(Programs.Cow, ["run", .. scale.IsTiny ? ["notebooks/01-a-list-is-bigger-than-it-looks.ipynb"] : Array.Empty<string>(), "--out", folder.FullName]));
            return [new Line("`cow run`, the whole course", Text.Seconds(seconds), "", Text.Seconds(seconds), "< 5 min", seconds < goal)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
