using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Pages;

/// <summary>Reads the page map before the first slice and after the last, while child and parent wait. Reading it changes no page of theirs.</summary>
internal sealed class PageWatch
{
    private readonly int _child, _parent;
    private readonly PageMap? _before;
    private readonly string _why = "";

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

    /// <param name="parentFaults">The minor faults that the parent took meanwhile.</param>
    public (RunPages? Pages, string Why) Finish(long parentFaults)
    {
        if (_before is null) return (null, _why);
        try
        {
            var after = Read(_child);
            // The parent's pages decide only where frames are hidden.
            var changes = PageChanges.Between(_before, after, _before.HasFrames && after.HasFrames ? null : Read(_parent));
            return (new RunPages(changes, _before, after, after.HasFrames || parentFaults == 0), "");
        }
        catch (ProcException denied)
        {
            return (null, denied.Message);
        }
    }

    private static PageMap Read(int pid) => new ProcFs().Process(pid).Pages(frames: true);
}
