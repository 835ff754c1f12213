using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Pages;

/// <summary>Reads the page map before the first slice and after the last, while child and parent wait. Reading it changes no page of theirs.</summary>
internal sealed class PageWatch
{
    private readonly int _child, _parent;
    private readonly PageMap? _before;
    private readonly List<PageRanges> _bySlice = [];
    private string _why = "";

    private PageWatch(int child, int parent)
    {
        (_child, _parent) = (child, parent);
        try
        {
            _before = Read(child);
        }
        catch (ProcException denied)
        {
            _why = denied.Message;
        }
    }

    public static PageWatch Start(int child, int parent) => new(child, parent);

    /// <summary>Notes what is copied by now.</summary>
    public void NoteSlice()
    {
        if (_before is null || _why.Length > 0) return;
        try
        {
            _bySlice.Add(RunPages.SetOf(Changes(_before, Read(_child)), PageChange.Copied));
        }
        catch (ProcException gone)
        {
            _why = gone.Message;
        }
    }

    /// <param name="parentFaults">The minor faults that the parent took meanwhile.</param>
    public (RunPages? Pages, string Why) Finish(long parentFaults)
    {
        if (_before is null || _why.Length > 0) return (null, _why);
        try
        {
            var after = Read(_child);
            return (new RunPages(Changes(_before, after), _before, after, after.HasFrames || parentFaults == 0) { CopiedBySlice = _bySlice }, "");
        }
        catch (ProcException denied)
        {
            return (null, denied.Message);
        }
    }

    // The parent's pages decide only where frames are hidden.
    private PageChanges Changes(PageMap before, PageMap after) =>
        PageChanges.Between(before, after, before.HasFrames && after.HasFrames ? null : Read(_parent));

    private static PageMap Read(int pid) => new ProcFs().Process(pid).Pages(frames: true);
}
