using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>What <c>cow measure --what-if --json</c> and <c>--workers K --json</c> print. Names and order are stable for scripts; additions come at the end.</summary>
internal static class WorkersJson
{
    public static OrderedDictionary<string, object?> Of(WhatIf whatIf)
    {
        var json = Head(whatIf.Default);
        json["settings"] = whatIf.Rows.Select(row =>
        {
            var setting = new OrderedDictionary<string, object?> { ["gc"] = row.Gc.Name };
            Add(setting, row, MeasuredColumns.OfSettings);
            setting["why"] = row.Workers.IsThere ? null : row.Workers.Why;
            return setting;
        }).ToList();
        json["best"] = whatIf.Best?.Gc.Name;
        json["sentence"] = whatIf.ToString();
        json["warnings"] = whatIf.Notes;
        return json;
    }

    public static OrderedDictionary<string, object?> Of(Workers workers)
    {
        var json = Head(workers);
        json["gc"] = workers.Gc.Name;
        json["sharedBytes"] = workers.Ram.SharedBytes;
        json["privateBytes"] = workers.Ram.PrivateBytes;
        json["errorBytes"] = workers.Ram.ErrorBytes;
        json["pageTablesSharedBytes"] = workers.PageTables?.SharedBytes;
        json["pageTablesPrivateBytes"] = workers.PageTables?.PrivateBytes;
        var fit = workers.ThatFit.Value;
        json["workersThatFit"] = fit?.Workers;
        json["fewestThatFit"] = fit?.Fewest;
        json["mostThatFit"] = fit?.Most;
        json["anonymousPssBytes"] = workers.Anonymous.Value?.PssBytes;
        json["anonymousFrameBytes"] = workers.Anonymous.Value?.FrameBytes;
        var columns = MeasuredColumns.Of(workers);
        json["points"] = workers.Points.Select(point =>
        {
            var row = new OrderedDictionary<string, object?>();
            Add(row, point, columns);
            return row;
        }).ToList();
        json["sentence"] = workers.ToString();
        json["leftOut"] = Workers.LeftOut;
        json["warnings"] = workers.ThatFit.IsThere ? workers.Notes : [.. workers.Notes, workers.ThatFit.Why];
        return json;
    }

    private static OrderedDictionary<string, object?> Head(Workers workers) => new()
    {
        ["runtime"] = workers.Runtime,
        ["runtimeVersion"] = workers.RuntimeVersion,
        ["heap"] = workers.Heap.Name,
        ["workload"] = workers.Workload.Name,
        ["count"] = workers.Heap.Count,
        ["workers"] = workers.Count,
        ["availableBytes"] = workers.AvailableBytes,
    };

    private static void Add<T>(OrderedDictionary<string, object?> json, T row, IEnumerable<MeasuredColumn<T>> columns)
    {
        foreach (var column in columns) json[column.Name] = column.Of(row);
    }
}
