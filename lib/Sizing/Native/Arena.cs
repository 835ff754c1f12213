namespace CowNotebooks.Sizing.Native;

/// <summary>
/// Zeroed native memory, handed out from the front and given back all at once. The address space is reserved in one
/// piece, so that taking from it is no call: the kernel brings each page when it is first written.
/// </summary>
internal sealed unsafe class Arena : IDisposable
{
    private byte* _start;
    private nuint _taken;

    /// <summary>Reserves <paramref name="bytes"/>, or as much of it as there is, down to <paramref name="least"/>.</summary>
    public Arena(nuint bytes, nuint least)
    {
        for (; bytes >= least; bytes /= 2)
        {
            _start = LibC.MMap(null, bytes, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE, -1, 0);
            Bytes = bytes;
            if (_start != (byte*)-1) return;
        }
        _start = null;
        GC.SuppressFinalize(this);
        throw new SizingException(Invariant($"{least:N0} bytes of address space were refused for the sizer's own notes. Raise `ulimit -v` or the memory limit of the container."));
    }

    ~Arena() => Dispose();

    /// <summary>How many there are, taken or not.</summary>
    public nuint Bytes { get; }

    /// <summary>Takes zeroed bytes, aligned to 64; null when the arena is full.</summary>
    public byte* Take(nuint bytes)
    {
        var rounded = (bytes + 63) & ~(nuint)63;
        if (rounded > Bytes - _taken) return null;
        var taken = _start + _taken;
        _taken += rounded;
        return taken;
    }

    /// <summary>As <see cref="Take"/>, for what nothing can go on without.</summary>
    public byte* TakeOrThrow(nuint bytes)
    {
        var taken = Take(bytes);
        return taken != null ? taken : throw new SizingException(Invariant($"The sizer's notes need more than {Bytes:N0} bytes of address space. Raise `ulimit -v` or the memory limit of the container."));
    }

    public void Dispose()
    {
        if (_start == null) return;
        _ = LibC.MUnmap(_start, Bytes);
        _start = null;
        GC.SuppressFinalize(this);
    }
}
