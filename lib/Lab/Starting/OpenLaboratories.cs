namespace CowNotebooks.Lab.Starting;

/// <summary>The laboratories that are open in this process, in the order in which they were opened.</summary>
internal static class OpenLaboratories
{
    private static readonly List<Laboratory> All = [];

    public static event EventHandler? CurrentChanged;

    /// <summary>The one that was opened last; null without one.</summary>
    public static Laboratory? Current
    {
        get
        {
            lock (All) return All.LastOrDefault();
        }
    }

    /// <summary>Those that are open now, the newest first.</summary>
    public static IReadOnlyList<Laboratory> Newest()
    {
        lock (All) return [.. All.AsEnumerable().Reverse()];
    }

    public static void Add(Laboratory opened)
    {
        lock (All) All.Add(opened);
        CurrentChanged?.Invoke(null, EventArgs.Empty);
    }

    public static void Remove(Laboratory closed)
    {
        lock (All)
        {
            var wasCurrent = All.LastOrDefault() == closed;
            if (!All.Remove(closed) || !wasCurrent) return;
        }

        CurrentChanged?.Invoke(null, EventArgs.Empty);
    }
}
