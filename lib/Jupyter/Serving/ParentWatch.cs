namespace CowNotebooks.Jupyter.Serving;

/// <summary>
/// Ends the Jupyter kernel when the front end that started it is gone. Jupyter names that process in JPY_PARENT_PID; without it nothing is watched.
/// </summary>
internal static class ParentWatch
{
    private const string Variable = "JPY_PARENT_PID";

    /// <summary>Checks once a second.</summary>
    /// <param name="gone">Completed when the parent is gone.</param>
    public static IDisposable? Start(TaskCompletionSource gone)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), out var parent) || !LibC.Exists(parent)) return null;
        // A child of that process gets another parent at once; a grandchild must check whether the process exists.
        var direct = LibC.ParentId() == parent;
        return new Timer(_ =>
        {
            if (direct ? LibC.ParentId() != parent : !LibC.Exists(parent)) gone.TrySetResult();
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }
}
