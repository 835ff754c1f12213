using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>Names of code ranges that hardly overlap, looked up by any address in one.</summary>
internal sealed class CodeNames
{
    private readonly (ulong Start, ulong Size, string Name)[] _names;

    public CodeNames(IEnumerable<(ulong Start, ulong Size, string Name)> names) => _names = [.. names.OrderBy(name => name.Start)];

    /// <summary>The name; null when the address is in none of the ranges.</summary>
    public string? At(ulong address) =>
        Intervals.IndexOf(_names, address, name => (name.Start, name.Size)) is >= 0 and var index ? _names[index].Name : null;
}
