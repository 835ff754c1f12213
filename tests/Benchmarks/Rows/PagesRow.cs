using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>Page map, difference of two maps and comparison of bytes, of a child with 2 GB, beside reading the same and throwing it away.</summary>
internal static class PagesRow
{
    // The child has copied every page whose number is a multiple of this: no two neighbours are alike at 2.
    private static readonly (string Copied, int Stride)[] Cases = [("no page copied", 0), ("all", 1), ("every second", 2)];

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var pages = scale.Count(524_288, 2048);
        List<(string, Times, Times)> maps = [], frames = [], differences = [];
        IReadOnlyList<Line> bytes = [];
        foreach (var (copied, stride) in Cases)
        {
            await using var lab = await Laboratory.OpenAsync();
            await lab.AllocateAsync(Heap.Integers((long)pages * Environment.SystemPageSize / sizeof(long)));
            var child = await lab.ForkAsync();
            var process = new ProcFs().Process(child.Pid);
            var before = process.Pages(frames: true);
            var run = stride > 0 ? await child.RunAsync(Workload.WriteEveryNthPage(stride)) : null;
            var heap = lab.Heap!.Pages(Word.Field)!;
            var entries = new PagemapEntry[64 * 1024];
            var after = process.Pages(frames: true);
            var times = await InTurns.MeasureCpuAsync(
                scale.Rounds(9), 1,
                () => Read(process, heap, entries),
                () => process.Pages(),
                () => process.Pages(frames: true),
                () => PageChanges.Between(before, after));
            maps.Add((copied, times[1], times[0]));
            if (after.HasFrames)
            {
                frames.Add((copied, times[2], times[0]));
                differences.Add((copied, times[3], times[0]));
            }
            if (stride == 1) bytes = await CompareAsync(lab, child, run!, scale);
        }
        const string read = "`pread` of the heap's part of pagemap", ofFrames = "page map with frames, 2 GB", difference = "difference of two page maps with frames, 2 GB";
        return
        [
            Line.AtMost("page map, 2 GB", read, maps, 1.3),
            frames.Count > 0 ? Line.AtMost(ofFrames, read, frames, 1.3) : Line.Missing(ofFrames, read, "only root sees frames"),
            frames.Count > 0 ? Line.AtMost(difference, read, differences, 1.3) : Line.Missing(difference, read, "only root sees frames"),
            .. bytes,
        ];
    }

    private static void Read(ProcProcess process, PageRanges heap, PagemapEntry[] entries)
    {
        foreach (var (first, count) in heap.Ranges)
        {
            for (var page = first; page < first + count; page += (ulong)process.Pagemap(page, entries.AsSpan(0, (int)Math.Min((ulong)entries.Length, first + count - page))))
            {
            }
        }
    }

    /// <summary>Of what both sides have on the copied pages, twice as much memory is read as pages are compared.</summary>
    private static async Task<IReadOnlyList<Line>> CompareAsync(Laboratory lab, Child child, Run run, Scale scale)
    {
        var copied = run.PageMap.Value!.Copied;
        var names = new WordNames(lab.Description, lab.Heap?.Places, run.PageMap.Value);
        var (page, piece) = ((ulong)Environment.SystemPageSize, 64 * Environment.SystemPageSize);
        // An array holds less than 2 GB: half of the pages, copied twice for each side.
        byte[] from = new byte[copied.Count * Environment.SystemPageSize / 2], to = new byte[piece];
        // Untouched, all of it would be one page.
        from.AsSpan().Fill(1);
        using ProcMemory parents = new ProcFs().Process(lab.ParentPid).OpenMemory(), childs = new ProcFs().Process(child.Pid).OpenMemory();
        var times = await InTurns.MeasureCpuAsync(
            scale.Rounds(5), 1,
            () => PageComparison.Compare(copied, lab.ParentPid, child.Pid, names),
            () =>
            {
                for (var half = 0; half < 4; half++)
                {
                    for (var at = 0; at < from.Length; at += piece) from.AsSpan(at, Math.Min(piece, from.Length - at)).CopyTo(to);
                }
            },
            () =>
            {
                foreach (var (first, count) in copied.Ranges)
                {
                    for (var at = 0UL; at < count * page; at += (ulong)piece)
                    {
                        var bytes = to.AsSpan(0, (int)Math.Min((ulong)piece, count * page - at));
                        parents.Read(first * page + at, bytes);
                        childs.Read(first * page + at, bytes);
                    }
                }
            });
        const string what = "bytes of 2 GB compared, child with parent";
        return [Line.AtMost(what, times[0], "`memcpy` of as much, both sides", times[1], 2), Line.Beside(what, times[0], "`pread` of `/proc/PID/mem`, both sides, thrown away", times[2])];
    }
}
