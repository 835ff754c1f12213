using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Perf;

/// <summary>Takes a record. It is not valid after that.</summary>
internal delegate void PerfRecordTaker(PerfRecord record);

/// <summary>The ring of one processor, which the kernel writes and this process empties; the events of other threads on that processor write to it too.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    // Every user has perf_event_mlock_kb for each processor, by default this and the control page. Root may have more: 64 MB for all of them together.
    private const int UsualPages = 128, MostPages = 1024, AllPages = 16 * 1024, LeastPages = 8;

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
    /// <param name="owner">The event.</param>
    /// <param name="rings">How many there will be.</param>
    /// <param name="errno">The error number.</param>
    public static PerfRing? TryMap(SafeFileHandle owner, int rings, out int errno)
    {
        errno = 0;
        var most = Environment.IsPrivilegedProcess ? Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(AllPages / rings)), UsualPages, MostPages) : UsualPages;
        for (var pages = most; pages >= LeastPages; pages /= 2)
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
