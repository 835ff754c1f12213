using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks;

/// <summary>The record of a run in an executed notebook, under papermill's key and names.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="FailedCell">The number of the code cell that failed, or null when all passed.</param>
public sealed record RunRecord(double Seconds, int? FailedCell)
{
    private const string Key = "papermill";

    /// <summary>The record in an executed notebook's metadata, or null when the notebook was not executed by a run.</summary>
    /// <param name="metadata">The notebook's metadata.</param>
    public static RunRecord? Of(JsonObject metadata) =>
        metadata[Key] is JsonObject json && json["duration"] is JsonValue value && value.TryGetValue(out double seconds)
            ? new RunRecord(seconds, json.Number("failed_cell")) : null;

    internal static RunRecord Of(TimeSpan duration, CellFailure? failure) => new(Math.Round(duration.TotalSeconds, 3), failure?.Number);

    internal void WriteTo(JsonObject metadata) => metadata[Key] = new JsonObject
    {
        ["duration"] = Seconds,
        ["exception"] = FailedCell is null ? null : true,
        ["failed_cell"] = FailedCell,
    };
}
