using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Perf;

/// <summary>Takes the bytes of a record: its header, 8 bytes, and what follows. They are not valid after that.</summary>
internal delegate void PerfRecordTaker(ReadOnlySpan<byte> record);

/// <summary>A ring of records of perf_event_open(2), which the kernel writes and this process empties; other events of the same processor may write to it too.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    /// <summary>What every user may have for each processor, besides the control page: the default of perf_event_mlock_kb, 512 kB.</summary>
    public const int UsualPages = 128;

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

    /// <summary>The ring of that event; or why the kernel gives none, and what to do.</summary>
    /// <param name="owner">The event.</param>
    /// <param name="most">How many pages it is to have, a power of 2; half of that, and so on, where this user may not have so many.</param>
    /// <param name="least">With how few it is still of use.</param>
    public static Reading<PerfRing> Map(SafeFileHandle owner, int most, int least)
    {
        var errno = 0;
        for (var pages = most; pages >= least; pages /= 2)
        {
            var length = (nuint)((pages + 1) * Environment.SystemPageSize);
            var control = LibC.MapShared(owner, length, out errno);
            if (control is not null) return new PerfRing(owner, control, length);
        }

        return Reading.None<PerfRing>($"The kernel gives no room for page faults (mmap: {LibC.Describe(errno)}). Raise kernel.perf_event_mlock_kb, or run as root.");
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
            take(at + length <= size ? new ReadOnlySpan<byte>(ring + at, (int)length) : Unwrapped(ring, at, size, (int)length));
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
