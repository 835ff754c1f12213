namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// The page frames behind the anonymous memory of several processes, each counted once, however many of them map it: what fork shares exists once.
/// </summary>
public static class PageFrames
{
    /// <summary>How many distinct frames these maps show; null when one of them has none, since the kernel hides them without CAP_SYS_ADMIN.</summary>
    /// <param name="maps">Page maps that were read with frame numbers, one after another while all the processes wait. They are taken one by one.</param>
    /// <remarks>A bit for each frame up to the highest: 32 kB for each GB of physical addresses.</remarks>
    public static long? Count(IEnumerable<PageMap> maps)
    {
        const int bits = 64;
        var seen = new ulong[1];
        var count = 0L;
        foreach (var map in maps)
        {
            if (map.Frames is not { } frames) return null;
            for (var i = 0; i < frames.Count; i++)
            {
                var frame = frames[i];
                var (word, bit) = (frame / bits, 1UL << (int)(frame % bits));
                if (word >= (ulong)seen.Length) Array.Resize(ref seen, (int)Math.Max(word + 1, (ulong)seen.Length * 2));
                if ((seen[word] & bit) != 0) continue;
                seen[word] |= bit;
                count++;
            }
        }

        return count;
    }
}
