using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Walking;

namespace CowNotebooks.Sizing;

/// <summary>The pages of an object graph, to predict what a workload will write. They hold until the next collection moves an object.</summary>
public static class ObjectGraph
{
    /// <summary>The pages that hold at least one byte of the graph.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="options">What to count; null for the defaults.</param>
    /// <returns>A set for the caller to dispose of.</returns>
    /// <exception cref="SizingException">As <see cref="DeepSize.Of"/>.</exception>
    public static PageSet Pages(object root, SizeOptions? options = null)
    {
        SelfCheck.Require();
        using var walk = GraphWalk.Of(root, options ?? new SizeOptions());
        return walk.Pages();
    }
}
