using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Perf;

/// <summary>Takes a record. It is not valid after that.</summary>
internal delegate void PerfRecordTaker(PerfRecord record);

/// <summary>The ring of one processor, which the kernel writes and this process empties; the events of other threads on that processor write to it too.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    // With CAP_IPC_LOCK as large as asked for; without, perf_event_mlock_kb for each processor: 512 kB and the control page by default.
    private static readonly int[] Sizes = [1024, 512, 256, 128, 64, 32, 16, 8];
    private readonly SafeFileHandle _owner;
    private readonly byte* _control;
    private readonly nuint _length;
    private byte[] _unwrapped = new byte[4096];

    private PerfRing(SafeFileHandle owner, byte* control, nuint length)
    {
        _owner = owner;
        _control = control;
        _length = length;
    }

    public SafeFileHandle Owner => _owner;

    /// <summary>The ring of that event, as large as this user may have; null and the error number when it may have none.</summary>
    public static PerfRing? TryMap(SafeFileHandle owner, out int errno)
    {
        errno = 0;
        foreach (var pages in Sizes)
        {
            var length = (nuint)((pages + 1) * Environment.SystemPageSize);
            var control = LibC.MapShared(owner, length, out errno);
            if (control is not null) return new(owner, control, length);
        }

        return null;
    }

    /// <summary>Hands over the records that are there: how many.</summary>
    public int Drain(PerfRecordTaker take)
    {
        var ring = _control + *(ulong*)(_control + LibC.DataOffset);
        var size = *(ulong*)(_control + LibC.DataSize);
        ref var tailInRing = ref Unsafe.AsRef<ulong>(_control + LibC.DataTail);
        var head = Volatile.Read(ref Unsafe.AsRef<ulong>(_control + LibC.DataHead));
        var tail = tailInRing;
        var count = 0;
        for (ulong length; tail < head; tail += length, count++)
        {
            // Records are a multiple of 8 bytes, so a record may wrap around the ring but its header never does.
            var at = tail % size;
            length = *(ulong*)(ring + at) >> 48;
            if (length == 0) break;
            take(PerfRecord.Parse(at + length <= size ? new ReadOnlySpan<byte>(ring + at, (int)length) : Unwrapped(ring, at, size, (int)length)));
        }

        Volatile.Write(ref tailInRing, tail);
        return count;
    }

    public void Dispose() => LibC.Unmap(_control, _length);

    private ReadOnlySpan<byte> Unwrapped(byte* ring, ulong at, ulong size, int length)
    {
        if (_unwrapped.Length < length) _unwrapped = new byte[length];
        var first = (int)(size - at);
        new ReadOnlySpan<byte>(ring + at, first).CopyTo(_unwrapped);
        new ReadOnlySpan<byte>(ring, length - first).CopyTo(_unwrapped.AsSpan(first));
        return _unwrapped.AsSpan(0, length);
    }
}
