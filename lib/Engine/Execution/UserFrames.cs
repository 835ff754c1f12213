using System.Text.RegularExpressions;

namespace CowNotebooks.Engine.Execution;

/// <summary>The part of a stack trace that the user wrote or called.</summary>
internal static partial class UserFrames
{
    private static readonly string[] Machinery =
    [
        "Microsoft.CodeAnalysis.Scripting.", "CowNotebooks.Engine.",
        "Microsoft.DotNet.Interactive.", "System.Reactive.", "System.Runtime.", "System.Threading.ExecutionContext.", "System.Threading.Tasks.",
    ];

    /// <summary>The frames in words, innermost first.</summary>
    /// <param name="trace">The exception's stack trace.</param>
    /// <param name="places">The names of the cells that were compiled: frames in them are the user's.</param>
    /// <param name="place">The first place in a cell: <c>cell 3</c> and its line.</param>
    public static IReadOnlyList<string> Of(string? trace, IReadOnlySet<string> places, out (string Name, int Line)? place)
    {
        place = null;
        var frames = new List<string>();
        foreach (var line in (trace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Frame().Match(line) is not { Success: true } frame) continue;
            var method = Submission().Replace(frame.Groups["method"].Value, "");
            if (places.Contains(frame.Groups["file"].Value))
            {
                place ??= (frame.Groups["file"].Value, int.Parse(frame.Groups["line"].ValueSpan));
                var within = method.StartsWith("<<Initialize>>", StringComparison.Ordinal) ? "" : $"{method} in ";
                frames.Add($"at {within}{frame.Groups["file"].Value}, line {frame.Groups["line"].Value}");
            }
            else if (!Machinery.Any(prefix => method.StartsWith(prefix, StringComparison.Ordinal)))
            {
                frames.Add($"at {method}");
            }
        }
        return frames;
    }

    [GeneratedRegex(@"^at (?<method>.+?)(?: in (?<file>.+):line (?<line>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Frame();

    [GeneratedRegex(@"Submission#\d+\.")]
    private static partial Regex Submission();
}
