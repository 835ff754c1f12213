using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>Reads the page map of a process before and after a run, while it and the one it shares pages with wait. Reading changes no page.</summary>
internal sealed class PageWatch
{
    private readonly int _pid, _sharer;
    private readonly List<PageRanges> _copiedBySlice = [], _newBySlice = [];

    // Once a map could not be read, no further one is used.
    private Reading<PageMap> _before;

    private PageWatch(int pid, int sharer) => (_pid, _sharer, _before) = (pid, sharer, Reading.Of(() => Map(pid)));

    public static PageWatch Start(int pid, int sharer) => new(pid, sharer);

    /// <summary>Records the pages copied and new so far.</summary>
    public void NoteSlice()
    {
        if (!_before.IsThere) return;
        var changes = Reading.Of(() => Changes(_before.Value, Map(_pid)));
        if (changes.IsThere)
        {
            _copiedBySlice.Add(changes.Value.Pages(PageChange.Copied));
            _newBySlice.Add(changes.Value.Pages(PageChange.New));
        }
        else
        {
            _before = Reading.None<PageMap>(changes.Why);
        }
    }

    /// <summary>The pages that were private before the run: writing them copies nothing. None when the map may not be read.</summary>
    public PageRanges OwnBefore => _before.Value?.OwnPages ?? PageRanges.None;

    /// <param name="sharerFaults">The minor faults that the sharer took meanwhile.</param>
    public Reading<RunPages> Finish(long sharerFaults)
    {
        if (!_before.IsThere) return Reading.None<RunPages>(_before.Why);
        return Reading.Of(() =>
        {
            var after = Map(_pid);
            return new RunPages(Changes(_before.Value, after), _before.Value, after, after.HasFrames || sharerFaults == 0) { CopiedBySlice = _copiedBySlice, NewBySlice = _newBySlice };
        });
    }

    // The sharer's faults matter only where frame numbers are hidden.
    private PageChanges Changes(PageMap before, PageMap after) =>
        PageChanges.Between(before, after, before.HasFrames && after.HasFrames ? null : Map(_sharer));

    private static PageMap Map(int pid) => new ProcFs().Process(pid).Pages(frames: true);
}
