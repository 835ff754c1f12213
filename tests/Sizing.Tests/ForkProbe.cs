using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Sizing.Tests;

/// <summary>
/// A child that is forked after the graph was built, and sizes it. It reads its own page map before and after; the parent is parked in a read
/// meanwhile. Both runs go through the same code, so that nothing is compiled after the fork.
/// </summary>
internal static unsafe partial class ForkProbe
{
    private const int Figures = 5;

    public static string Run()
    {
        var graph = Graph();
        GC.Collect();
        GC.Collect();
        using var pages = ObjectGraph.Pages(graph);
        var numbers = pages.ToArray();
        var results = stackalloc long[Figures];
        var ends = stackalloc int[2];
        // The rehearsal leaves the objects as they are.
        Measure(graph, numbers, results, write: false);
        if (Pipe(ends) != 0) throw new InvalidOperationException("pipe failed");
        _ = Write(ends[1], results, 0);
        var child = Fork();
        if (child == 0)
        {
            Measure(graph, numbers, results, write: true);
            _ = Write(ends[1], results, Figures * sizeof(long));
            Exit(0);
        }
        _ = Close(ends[1]);
        var got = Read(ends[0], results, Figures * sizeof(long));
        int status;
        _ = WaitPid(child, &status, 0);
        if (got != Figures * sizeof(long) || status != 0) throw new InvalidOperationException($"The child wrote {got} bytes and ended with status {status}.");
        return string.Join(' ', new ReadOnlySpan<long>(results, Figures).ToArray().Select(figure => figure.ToString(CultureInfo.InvariantCulture)));
    }

    private static object[] Graph()
    {
        var graph = new object[60_000];
        for (var i = 0; i < graph.Length; i++)
        {
            graph[i] = (i % 4) switch
            {
                0 => (long)i,
                1 => new string('g', i % 30),
                2 => new Node { One = graph[i - 1], Two = new object() },
                _ => new Shapes.Outer[] { new() { First = "struct", Last = graph[i / 2] } },
            };
        }
        return graph;
    }

    /// <summary>Objects, pages, pages that are this process's alone before sizing, after it, and after a hash code was written to each object.</summary>
    private static void Measure(object[] graph, nuint[] pages, long* results, bool write)
    {
        var map = Open("/proc/self/pagemap", 0);
        if (map < 0) throw new InvalidOperationException("/proc/self/pagemap cannot be read");
        results[2] = Exclusive(map, pages);
        var report = DeepSize.Of(graph);
        results[0] = report.Objects;
        results[1] = pages.Length;
        results[3] = Exclusive(map, pages);
        var hash = 0;
        if (write) foreach (var obj in graph) hash ^= RuntimeHelpers.GetHashCode(obj);
        else hash = RuntimeHelpers.GetHashCode(pages);
        GC.KeepAlive(hash);
        results[4] = Exclusive(map, pages);
        _ = Close(map);
    }

    // proc_pid_pagemap(5): 64 bits a page; bit 63 present, bit 56 mapped by one process only (since Linux 4.2).
    private static long Exclusive(int map, nuint[] pages)
    {
        long count = 0;
        foreach (var page in pages)
        {
            ulong entry;
            if (ReadAt(map, &entry, sizeof(ulong), (nint)(page * sizeof(ulong))) != sizeof(ulong)) throw new InvalidOperationException("pagemap ended early");
            if ((entry & (1UL << 63)) == 0) throw new InvalidOperationException("a page of the graph is not present");
            if ((entry & (1UL << 56)) != 0) count++;
        }
        return count;
    }

    [LibraryImport("libc", EntryPoint = "fork")]
    private static partial int Fork();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int status);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static partial int Pipe(int* ends);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int fd, void* buffer, nint bytes);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int fd, void* buffer, nint bytes);

    [LibraryImport("libc", EntryPoint = "pread")]
    private static partial nint ReadAt(int fd, void* buffer, nint bytes, nint offset);
}
