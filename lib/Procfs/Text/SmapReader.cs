using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>Gathers the lines of one mapping in smaps. Their order differs between kernels, so none is expected.</summary>
internal struct SmapReader(in LineReader head)
{
    private readonly MemoryMap _map = new(MapLine.Parse(head));
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
        if (_counters.TryTake(name, value, line)) return;
        if (name.SequenceEqual("Size"u8)) _size = line.Bytes(value);
        else if (name.SequenceEqual("KernelPageSize"u8)) _kernelPageSize = line.Bytes(value);
        else if (name.SequenceEqual("MMUPageSize"u8)) _mmuPageSize = line.Bytes(value);
        else if (name.SequenceEqual("THPeligible"u8)) _thpEligible = line.Int(value);
        else if (name.SequenceEqual("ProtectionKey"u8)) _protectionKey = line.Int(value);
        else if (name.SequenceEqual("VmFlags"u8)) _vmFlags = Encoding.UTF8.GetString(value);
        else (_unknown ??= []).Add(new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
    }

    public readonly Smap Finish(ProcSource source) => new()
    {
        Map = _map,
        Size = Required(_size, "Size", source),
        KernelPageSize = Required(_kernelPageSize, "KernelPageSize", source),
        MMUPageSize = Required(_mmuPageSize, "MMUPageSize", source),
        Counters = _counters.ToRollup(source, new(_unknown)),
        THPeligible = _thpEligible is { } eligible ? eligible != 0 : null,
        ProtectionKey = _protectionKey,
        VmFlags = _vmFlags,
    };

    private static long Required(long? value, string name, ProcSource source) =>
        value ?? throw new ProcTruncatedException(source, $"lacks the field {name}");
}
