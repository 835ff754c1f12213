using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CowNotebooks.ByHand;

/// <summary>Starts the parent, measures both children, and writes "PREDICTED COPIED IDENTICAL USS-GROWTH FAULTS DEEP-SIZE", pages and bytes.</summary>
internal static class Observer
{
    public static int Run(int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["parent", $"{count}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("EnableWriteXorExecute", "0"), ("TieredCompilation", "0"), ("gcConcurrent", "0"), ("EnableDiagnostics", "0") })
            start.Environment["DOTNET_" + name] = value;
        using var parent = Process.Start(start)!;
        var ready = parent.StandardOutput.ReadLine()!.Split(' ');
        var nothing = MeasureChild(parent, 'n');
        var locked = MeasureChild(parent, 'l');
        parent.StandardInput.Close();
        parent.WaitForExit();
        Console.WriteLine($"{ready[0]} {locked.Copied} {locked.Identical} {locked.Uss} {locked.Faults - nothing.Faults} {ready[1]}");
        return 0;
    }

    private static (long Copied, long Identical, long Uss, long Faults) MeasureChild(Process parent, char letter)
    {
        Send(parent, letter);
        var child = int.Parse(parent.StandardOutput.ReadLine()!);
        var before = (Uss: Uss(child), Faults: Faults(child), Pages: Pages(child));
        Send(parent, 'g');
        parent.StandardOutput.ReadLine();
        var after = (Uss: Uss(child), Faults: Faults(child), Pages: Pages(child));
        var (copied, identical) = Compare(before.Pages, after.Pages, parent.Id, child);
        Send(parent, 'x');
        parent.StandardOutput.ReadLine();
        return (copied, identical, (after.Uss - before.Uss) / 4096, after.Faults - before.Faults);
    }

    private static void Send(Process parent, char letter)
    {
        parent.StandardInput.Write(letter);
        parent.StandardInput.Flush();
    }

    private static long Uss(int pid) => 1024 * File.ReadLines($"/proc/{pid}/smaps_rollup")
        .Where(line => line.StartsWith("Private_Clean:", StringComparison.Ordinal) || line.StartsWith("Private_Dirty:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));

    // Of the words after the name, which ends with the last parenthesis: minflt is field 10.
    private static long Faults(int pid) =>
        File.ReadAllText($"/proc/{pid}/stat") is var stat ? long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture) : 0;

    /// <summary>The entries of the page table, by the address of each mapping's start; what nobody may read, as the collector reserves it, is left out.</summary>
    private static Dictionary<ulong, ulong[]> Pages(int pid)
    {
        var pages = new Dictionary<ulong, ulong[]>();
        using var pagemap = File.OpenHandle($"/proc/{pid}/pagemap", options: FileOptions.None);
        foreach (var line in File.ReadLines($"/proc/{pid}/maps").Where(line => !line.Contains("---p", StringComparison.Ordinal) && !line.Contains("[v", StringComparison.Ordinal)))
        {
            var ends = line.Split(' ')[0].Split('-');
            var (from, to) = (Convert.ToUInt64(ends[0], 16), Convert.ToUInt64(ends[1], 16));
            var entries = new ulong[(to - from) / 4096];
            RandomAccess.Read(pagemap, MemoryMarshal.AsBytes(entries.AsSpan()), (long)(from / 4096 * 8));
            pages[from] = entries;
        }
        return pages;
    }

    private static (long Copied, long Identical) Compare(Dictionary<ulong, ulong[]> before, Dictionary<ulong, ulong[]> after, int parent, int child)
    {
        const ulong frame = (1UL << 55) - 1, present = 1UL << 63, file = 1UL << 61;
        long copied = 0, identical = 0;
        using var parents = File.OpenHandle($"/proc/{parent}/mem");
        using var childs = File.OpenHandle($"/proc/{child}/mem");
        Span<byte> one = stackalloc byte[4096], other = stackalloc byte[4096];
        foreach (var (start, now) in after)
        {
            if (!before.TryGetValue(start, out var then)) continue;
            for (var i = 0; i < Math.Min(then.Length, now.Length); i++)
            {
                if ((then[i] & present) == 0 || (now[i] & present) == 0 || (now[i] & file) != 0 || (then[i] & frame) == (now[i] & frame)) continue;
                copied++;
                var address = (long)start + i * 4096L;
                RandomAccess.Read(parents, one, address);
                RandomAccess.Read(childs, other, address);
                if (one.SequenceEqual(other)) identical++;
            }
        }
        return (copied, identical);
    }
}
