namespace CowNotebooks.Procfs;

/// <summary>Looks up items that each cover a range of numbers (pages, addresses), in ascending order and without overlap.</summary>
public static class Intervals
{
    /// <summary>Finds the item that covers a number.</summary>
    /// <typeparam name="T">An item that covers a range.</typeparam>
    /// <param name="items">In ascending order; there may be gaps.</param>
    /// <param name="number">What to look for.</param>
    /// <param name="stretch">The first number that an item covers, and how many it covers.</param>
    /// <returns>The item's index; -1 when the number lies in a gap.</returns>
    public static int IndexOf<T>(IReadOnlyList<T> items, ulong number, Func<T, (ulong First, ulong Count)> stretch)
    {
        var index = LastFrom(items, number, item => stretch(item).First);
        return index >= 0 && stretch(items[index]) is var (first, count) && number - first < count ? index : -1;
    }

    /// <summary>Finds by binary search the last item that begins at a number or before it.</summary>
    /// <typeparam name="T">An item with a beginning.</typeparam>
    /// <param name="items">In the order of where they begin.</param>
    /// <param name="number">What to look for.</param>
    /// <param name="first">Where an item begins.</param>
    /// <returns>The item's index; -1 when all begin after it.</returns>
    public static int LastFrom<T>(IReadOnlyList<T> items, ulong number, Func<T, ulong> first)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (first(items[middle]) <= number) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
