using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs.Tests;

/// <summary>Private anonymous pages that nobody has touched yet, outside the managed heap and without huge pages.</summary>
internal sealed unsafe partial class FreshPages : IDisposable
{
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int NoHugePages = 15;

    private readonly byte* _start;

    public FreshPages(int count)
    {
        Count = count;
        _start = Map(null, Size, ReadAndWrite, PrivateAnonymous, -1, 0);
        Assert.True((nint)_start > 0, $"mmap failed with errno {Marshal.GetLastPInvokeError()}");
        Assert.True(Advise(_start, Size, NoHugePages) == 0, $"madvise failed with errno {Marshal.GetLastPInvokeError()}");
    }

    public int Count { get; }

    public ulong FirstPage => (ulong)_start / (ulong)Environment.SystemPageSize;

    private nuint Size => (nuint)(Count * Environment.SystemPageSize);

    public void Write(int page) => _start[page * Environment.SystemPageSize] = 1;

    public void Dispose() => _ = Unmap(_start, Size);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(byte* address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(byte* address, nuint size, int advice);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(byte* address, nuint size);
}
