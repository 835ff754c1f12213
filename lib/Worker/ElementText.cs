using System.Globalization;
using System.Text;
using CowNotebooks.Sizing;

namespace CowNotebooks.Worker;

/// <summary>
/// Where the elements are, as a parent answers it: "7f00a0+24*1000/24,7f1000+0*1/32": address of the first in hexadecimal, distance from one to the next,
/// how many, and the size of each, in bytes. Neighbours of one size make one run, so a million objects need few.
/// </summary>
internal sealed class ElementText
{
    private const int MostCharacters = 4 << 20;
    private readonly StringBuilder _text = new();
    private nuint _first, _last;
    private long _distance, _count, _size;

    /// <summary>Notes an object, unless it is the one that was noted last.</summary>
    public void Add(object element)
    {
        var address = ObjectAddress.Of(element);
        if (_count > 0 && address == _last) return;
        var size = ShallowSize.Of(element);
        var distance = (long)(address - _last);
        // Only neighbours: nothing else has room between them.
        if (_count > 0 && size == _size && distance == size && address > _last)
        {
            (_distance, _last) = (distance, address);
            _count++;
            return;
        }

        Append();
        (_first, _last, _distance, _count, _size) = (address, address, 0, 1, size);
    }

    /// <summary>The runs; null when they are too scattered to be told.</summary>
    public string? Finish()
    {
        Append();
        return _text.Length > MostCharacters ? null : _text.ToString();
    }

    private void Append()
    {
        if (_count == 0 || _text.Length > MostCharacters) return;
        if (_text.Length > 0) _text.Append(',');
        _text.Append(CultureInfo.InvariantCulture, $"{(ulong)_first:x}+{_distance}*{_count}/{_size}");
    }
}
