using System.IO.Enumeration;
using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>The cells that this Jupyter kernel has run, for a front end's arrow-up key. They are not stored.</summary>
internal sealed class History
{
    private readonly List<(int Line, string Source)> _cells = [];

    /// <summary>Remembers a cell.</summary>
    public void Add(int line, string source) => _cells.Add((line, source));

    /// <summary>Answers a <c>history_request</c>: <c>tail</c>, <c>range</c> or <c>search</c>. This session is number 1.</summary>
    public JsonObject Answer(Message request)
    {
        var count = request.Number("n", int.MaxValue);
        IEnumerable<(int Line, string Source)> found = request.Text("hist_access_type") switch
        {
            // Earlier sessions, such as -1, are not known.
            "range" when request.Number("session", 0) is not (0 or 1) => [],
            "range" => _cells.Where(cell => cell.Line >= request.Number("start", 0) && cell.Line < request.Number("stop", int.MaxValue)),
            "search" => Unique(_cells.Where(cell => FileSystemName.MatchesSimpleExpression(request.Text("pattern"), cell.Source, ignoreCase: false)), request.Flag("unique", false)).TakeLast(count),
            _ => _cells.TakeLast(count),
        };
        var withOutput = request.Flag("output", false);
        return new JsonObject
        {
            ["history"] = new JsonArray([.. found.Select(cell => new JsonArray(1, cell.Line, withOutput ? new JsonArray(cell.Source, null) : cell.Source))]),
        };
    }

    private static IEnumerable<(int Line, string Source)> Unique(IEnumerable<(int Line, string Source)> found, bool unique) =>
        unique ? found.Reverse().DistinctBy(cell => cell.Source).Reverse() : found;
}
