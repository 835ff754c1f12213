using System.Globalization;
using System.Text;
using CowNotebooks.Sizing;

namespace CowNotebooks.Worker;

/// <summary>
/// Where objects of one type are, as a parent answers it: "8|System.Int64|7f00a0+24*1000/24,7f1000+0*1/32": bytes before an object's address, its type, and
/// runs: address of the first in hexadecimal, distance from one to the next, how many, and the size of each, in bytes. Neighbours of one size make one run, so
/// a million objects need few.
/// </summary>
internal sealed class PlaceText
{
    private const int MostCharacters = 4 << 20;

    // An object begins with padding and header word, and its address is that of the MethodTable pointer behind them.
    private const string Before = "8";

    private readonly StringBuilder _runs = new();
    private string _type = "";
    private nuint _begin, _first, _last;
    private long _distance, _count, _size;

    /// <summary>The text of one object.</summary>
    public static string Of(object single)
    {
        var text = new PlaceText();
        text.Add(single);
        return text.Finish();
    }

    /// <summary>Notes an object of the type of the others, unless it is the one that was noted last.</summary>
    public void Add(object element)
    {
        var address = ObjectAddress.Of(element);
        if (_count > 0 && address == _last) return;
        if (_count == 0) (_begin, _type) = (address, TypeName.Of(element.GetType()));
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

    /// <summary>True when that is the object that was noted first.</summary>
    public bool BeginsWith(object element) => ObjectAddress.Of(element) == _begin;

    /// <summary>The text; empty when the objects are too scattered to be told.</summary>
    public string Finish()
    {
        Append();
        return _runs.Length > MostCharacters ? "" : $"{Before}|{_type}|{_runs}";
    }

    private void Append()
    {
        if (_count == 0 || _runs.Length > MostCharacters) return;
        if (_runs.Length > 0) _runs.Append(',');
        _runs.Append(CultureInfo.InvariantCulture, $"{(ulong)_first:x}+{_distance}*{_count}/{_size}");
    }
}
