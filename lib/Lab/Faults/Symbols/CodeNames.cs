namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>Names of pieces of code that do not overlap, or hardly: looked up by any address in one.</summary>
internal sealed class CodeNames
{
    private readonly (ulong Start, ulong Size, string Name)[] _names;

    public CodeNames(IEnumerable<(ulong Start, ulong Size, string Name)> names) => _names = [.. names.OrderBy(name => name.Start)];

    /// <summary>The name; null when the address is in none of the pieces.</summary>
    public string? At(ulong address)
    {
        var (low, high) = (0, _names.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (address < _names[middle].Start) high = middle - 1;
            else if (address - _names[middle].Start >= _names[middle].Size) low = middle + 1;
            else return _names[middle].Name;
        }

        return null;
    }
}
