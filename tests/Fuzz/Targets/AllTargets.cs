namespace CowNotebooks.Fuzz.Targets;

/// <summary>Everything that reads what others wrote.</summary>
public static class AllTargets
{
    /// <summary>All that can be read on this machine; of the parents those whose language is installed. Whoever takes them disposes them.</summary>
    public static IReadOnlyList<FuzzTarget> Make() => [.. ProcTargets.All, .. PageTargets.All, .. NotebookTargets.All, .. JupyterTargets.All, .. MessageTargets.All, .. ParentTargets.All];
}
