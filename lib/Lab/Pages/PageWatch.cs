using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Pages;

/// <summary>Reads the page map of a process before and after it works, while it and the one it shares pages with wait. Reading changes no page of theirs.</summary>
internal sealed class PageWatch
{
    private readonly int _pid, _sharer;
    private readonly PageMap? _before;
    private readonly List<PageRanges> _copiedBySlice = [], _newBySlice = [];
    private string _why = "";

    private PageWatch(int pid, int sharer)
    {
        (_pid, _sharer) = (pid, sharer);
        try
        {
            _before = Read(pid);
        }
        catch (ProcException denied)
        {
            _why = denied.Message;
        }
    }

    public static PageWatch Start(int pid, int sharer) => new(pid, sharer);

    /// <summary>Notes what is copied or new by now.</summary>
    public void NoteSlice()
    {
        if (_before is null || _why.Length > 0) return;
        try
        {
            var changes = Changes(_before, Read(_pid));
            _copiedBySlice.Add(RunPages.SetOf(changes, PageChange.Copied));
            _newBySlice.Add(RunPages.SetOf(changes, PageChange.New));
        }
        catch (ProcException gone)
        {
            _why = gone.Message;
        }
    }

    /// <summary>The pages that were the process's own before it began: writing them copies nothing. None when the map may not be read.</summary>
    public PageRanges OwnBefore => _before is null ? PageRanges.None : RunPages.Own(_before);

    /// <param name="sharerFaults">The minor faults that the sharer took meanwhile.</param>
    public Reading<RunPages> Finish(long sharerFaults)
    {
        if (_before is null || _why.Length > 0) return Reading.None<RunPages>(_why);
        try
        {
            var after = Read(_pid);
            return new RunPages(Changes(_before, after), _before, after, after.HasFrames || sharerFaults == 0) { CopiedBySlice = _copiedBySlice, NewBySlice = _newBySlice };
        }
        catch (ProcException denied)
        {
            return Reading.None<RunPages>(denied.Message);
        }
    }

    // The sharer's pages decide only where frames are hidden.
    private PageChanges Changes(PageMap before, PageMap after) =>
        PageChanges.Between(before, after, before.HasFrames && after.HasFrames ? null : Read(_sharer));

    private static PageMap Read(int pid) => new ProcFs().Process(pid).Pages(frames: true);
}
