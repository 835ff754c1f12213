using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>Records where elements are, and the words of them that may be written.</summary>
internal sealed unsafe class ElementNotes : IDisposable
{
    // An object begins with padding and header word, and its address is that of the MethodTable pointer after them.
    private const int BytesBefore = 8;

    private readonly PageSet _headers = new(), _fields = new();
    private readonly Dictionary<Type, PlaceText> _elements = [], _others = [];
    private PlaceText? _latest;
    private Type? _latestType;

    /// <summary>Records an element.</summary>
    public void Add(Element element)
    {
        AddObject(element.Object);
        _fields.AddWord((nuint)Unsafe.AsPointer(ref element.Field));
    }

    /// <summary>Records an object whose fields are all of those bytes.</summary>
    public void Add(object element, nuint address, nuint bytes)
    {
        AddObject(element);
        _fields.AddRange(address, bytes);
    }

    /// <summary>Records an object that holds elements.</summary>
    public void AddHolder(object holder) => Place(_others, holder.GetType()).Add(ObjectAddress.Of(holder), ShallowSize.Of(holder));

    /// <summary>The pages of the words that may be written.</summary>
    public IReadOnlyList<PagesOfWord> Pages() => [new("header word", PageText.Write(_headers)), new("field", PageText.Write(_fields))];

    /// <summary>Where the elements are.</summary>
    public IReadOnlyList<string> Elements() => Write(_elements);

    /// <summary>Where the objects that hold them are.</summary>
    public IReadOnlyList<string> Others() => Write(_others);

    /// <inheritdoc/>
    public void Dispose()
    {
        _headers.Dispose();
        _fields.Dispose();
    }

    private void AddObject(object element)
    {
        var type = element.GetType();
        if (type != _latestType) (_latestType, _latest) = (type, Place(_elements, type));
        _latest!.Add(ObjectAddress.Of(element), ShallowSize.Of(element));
        _headers.AddWord(ObjectAddress.HeaderWord(element));
    }

    private static PlaceText Place(Dictionary<Type, PlaceText> places, Type type) =>
        places.TryGetValue(type, out var known) ? known : places[type] = new PlaceText(BytesBefore, ValueText.NameOf(type));

    private static List<string> Write(Dictionary<Type, PlaceText> places) => [.. places.Values.Select(place => place.Write()).Where(text => text.Length > 0)];
}
