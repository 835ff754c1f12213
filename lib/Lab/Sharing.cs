using CowNotebooks.Forking;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>A parent and a number of children that share its heap, measured while all wait.</summary>
/// <param name="Children">How many children there are.</param>
/// <param name="Parent">The parent.</param>
/// <param name="FirstChild">The child that was forked first.</param>
public sealed record Sharing(int Children, Measurement Parent, Measurement FirstChild)
{
    /// <summary>Forks children one after another, and measures after each; all leave at the end.</summary>
    /// <param name="lab">A laboratory that holds a heap.</param>
    /// <param name="children">How many.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>One measurement for each number of children, from 1 on.</returns>
    /// <exception cref="LabUsageException">Fewer than one child.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused to fork, or took too long; or a child ended at once.</exception>
    /// <exception cref="ProcException">A process is gone, or may not be read.</exception>
    public static async Task<IReadOnlyList<Sharing>> MeasureAsync(Laboratory lab, int children, CancellationToken cancel = default)
    {
        if (children < 1) throw new LabUsageException($"Sharing needs a child, and {children} were asked for.", "Ask for 1 or more.");
        var forked = new List<Child>();
        try
        {
            var points = new List<Sharing>();
            while (forked.Count < children)
            {
                forked.Add(await lab.ForkAsync(cancel: cancel).ConfigureAwait(false));
                points.Add(new Sharing(forked.Count, lab.Measure(), forked[0].Measure()));
            }

            return points;
        }
        finally
        {
            foreach (var child in forked) await child.DisposeAsync().ConfigureAwait(false);
        }
    }
}
