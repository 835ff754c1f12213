using System.Collections.Concurrent;

namespace CowNotebooks.Lab.Catalogues;

/// <summary>The named heaps, workloads and settings of a parent: a folder of short source files, see lib/Parents/PROTOCOL.md.</summary>
public sealed class Catalogue
{
    private static readonly ConcurrentDictionary<string, Catalogue> Known = [];
    private readonly string _folder;

    private Catalogue(string folder)
    {
        _folder = folder;
        (Heaps, Workloads, Settings) = (Read("heaps"), Read("workloads"), Read("settings"));
    }

    /// <summary>The heaps: the default first, then by name.</summary>
    public IReadOnlyList<CatalogueEntry> Heaps { get; }

    /// <summary>The workloads, by name.</summary>
    public IReadOnlyList<CatalogueEntry> Workloads { get; }

    /// <summary>The settings of the collector, by name; "default" is not among them, since it sets nothing.</summary>
    public IReadOnlyList<CatalogueEntry> Settings { get; }

    /// <summary>The catalogue in that folder; an empty one when there is no such folder.</summary>
    public static Catalogue Of(string? folder) => Known.GetOrAdd(folder ?? "", path => new Catalogue(path));

    /// <summary>The entry of a heap.</summary>
    /// <exception cref="LabUsageException">There is none of that name.</exception>
    public CatalogueEntry Heap(Heap heap) => Find("heap", heap.Name, Heaps);

    /// <summary>The entry of a workload.</summary>
    /// <exception cref="LabUsageException">There is none of that name.</exception>
    public CatalogueEntry Workload(Workload workload) => Find("workload", workload.Name, Workloads);

    /// <summary>The entry of a setting; null for the default.</summary>
    /// <exception cref="LabUsageException">There is none of that name, or no child bears it.</exception>
    public CatalogueEntry? Setting(Gc gc)
    {
        if (gc == Gc.Default) return null;
        var setting = Find("gc", gc.Name, Settings, Gc.Default.Name);
        return setting.Refused is not { } why ? setting : throw new LabUsageException($"The setting '{gc.Name}' is refused: {why}.", "Choose another setting.");
    }

    /// <summary>The entry of a workload, for a child whose collector is set so, and whose parent was started so.</summary>
    /// <exception cref="LabUsageException">There is none of that name, or it collects and the child cannot.</exception>
    internal CatalogueEntry Workload(Workload workload, params Gc[] settings)
    {
        var entry = Workload(workload);
        foreach (var gc in entry.Collects ? settings : [])
        {
            if (Setting(gc)?.CannotCollect is { } why)
                throw new LabUsageException($"A child with the setting '{gc.Name}' cannot run '{workload.Name}': {why}.", "Choose another setting or another workload.");
        }

        return entry;
    }

    /// <summary>The entry of a setting, in a parent that was started with another or the same.</summary>
    /// <exception cref="LabUsageException">There is none of that name, or it applies at the start and the parent was started without it.</exception>
    internal CatalogueEntry? Setting(Gc gc, Gc started, Runtime runtime)
    {
        var (setting, known) = (Setting(gc), runtime.StartSetting(started));
        if (setting is not { AppliesAtStart: true } || (known is not null && known.StartsAs(setting))) return setting;
        // The parent says only when it runs where its catalogue is.
        throw new LabUsageException($"The setting '{gc.Name}' applies when the parent starts, and this parent was started without it.",
            gc == started
                ? $"Keep the catalogue of a parent of your own in the folder catalogue beside its program; {setting.File} was not known before the start."
                : $"Open the laboratory with it: new LabOptions {{ Gc = Gc.Parse(\"{gc.Name}\") }}.");
    }

    private CatalogueEntry Find(string what, string name, IReadOnlyList<CatalogueEntry> entries, params string[] others) =>
        entries.Select(entry => entry.Named(name)).FirstOrDefault(entry => entry is not null)
        ?? throw LabUsageException.Unknown(what, name, RuntimeName, [.. others, .. entries.Select(entry => entry.Example)]);

    private string RuntimeName => Path.GetFileName(Path.GetDirectoryName(_folder)) is { Length: > 0 } name ? name : "this parent";

    private CatalogueEntry[] Read(string kind)
    {
        var folder = Path.Combine(_folder, kind);
        if (_folder.Length == 0 || !Directory.Exists(folder)) return [];
        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(CatalogueEntry.Read).OrderByDescending(entry => entry.IsDefault)];
    }
}
