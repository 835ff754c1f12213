namespace CowNotebooks.Procfs;

/// <summary>Looks up things that each cover a stretch of numbers, in ascending order and without overlap: pages, addresses.</summary>
public static class Intervals
{
    /// <summary>Finds by halving the one that covers a number.</summary>
    /// <typeparam name="T">What covers a stretch.</typeparam>
    /// <param name="items">In ascending order; there may be gaps.</param>
    /// <param name="number">What to look for.</param>
    /// <param name="stretch">The first number that an item covers, and how many it does.</param>
    /// <returns>The item's index; -1 when the number lies in a gap.</returns>
    public static int IndexOf<T>(IReadOnlyList<T> items, ulong number, Func<T, (ulong First, ulong Count)> stretch)
    {
        var (low, high) = (0, items.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, count) = stretch(items[middle]);
            if (number < first) high = middle - 1;
            else if (number - first >= count) low = middle + 1;
            else return middle;
        }

        return -1;
    }
}
