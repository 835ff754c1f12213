using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>Collects the lines of one mapping in smaps. Their order and number differ between kernels, so neither is assumed.</summary>
internal struct SmapReader(in LineReader head)
{
    private SmapsCounters _counters;
    private long? _size;
    private long? _kernelPageSize;
    private long? _mmuPageSize;
    private int? _thpEligible;
    private int? _protectionKey;
    private string? _vmFlags;
    private List<UnknownField>? _unknown;

    public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, in LineReader line)
    {
        HasFields = true;
        if (_counters.TryTake(name, value, line)) return;
        if (name.SequenceEqual("VmFlags"u8)) _vmFlags = Encoding.UTF8.GetString(value);
        else if (LineReader.TryBytes(value) is { } bytes && name.SequenceEqual("Size"u8)) _size = bytes;
        else if (LineReader.TryBytes(value) is { } kernel && name.SequenceEqual("KernelPageSize"u8)) _kernelPageSize = kernel;
        else if (LineReader.TryBytes(value) is { } mmu && name.SequenceEqual("MMUPageSize"u8)) _mmuPageSize = mmu;
        else if (LineReader.TryInt(value) is { } eligible && name.SequenceEqual("THPeligible"u8)) _thpEligible = eligible;
        else if (LineReader.TryInt(value) is { } key && name.SequenceEqual("ProtectionKey"u8)) _protectionKey = key;
        else (_unknown ??= []).Add(new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
    }

    /// <summary>The mapping.</summary>
    public MemoryMap Map { get; } = new(MapLine.Parse(head));

    /// <summary>True when at least one line was taken.</summary>
    public bool HasFields { get; private set; }

    /// <summary>True when Linux would have written more.</summary>
    public readonly bool EndsTooEarly => !HasFields || (_vmFlags is null && _counters.EndsTooEarly);

    public readonly Smap Finish() => new()
    {
        Map = Map,
        Size = _size,
        KernelPageSize = _kernelPageSize,
        MMUPageSize = _mmuPageSize,
        Counters = _counters.ToRollup(new(_unknown)),
        THPeligible = _thpEligible is { } eligible ? eligible != 0 : null,
        ProtectionKey = _protectionKey,
        VmFlags = _vmFlags,
    };
}
