using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The size and place of what a variable holds: the basis of predictions.</summary>
internal static class VariableSize
{
    /// <param name="value">What the variable holds.</param>
    /// <param name="isYoung">
    /// Whether some of its objects may be in a younger generation than the oldest. Then any collection during the walk moves them away from the parent's
    /// addresses, else only a full one. The root does not tell: a large array is of the oldest generation from the start, and its elements are not.
    /// </param>
    public static SizeAnswer Of(object value, bool isYoung)
    {
        var moving = isYoung ? 0 : GC.MaxGeneration;
        var collections = GC.CollectionCount(moving);
        var size = DeepSize.Of(value);
        using var notes = new ElementNotes();
        Elements.Note(value, notes);
        if (GC.CollectionCount(moving) != collections)
            throw new CellFailedException(
                "A collection moved the objects while their addresses were read. Run a cell in the parent while no child is alive, an empty one suffices, and fork again: the parent then collects before it forks.");
        return new SizeAnswer(size.Objects, size.Bytes, size.ShallowBytes)
        {
            Types = [.. size.ByType.Select(type => new SizeOfType(type.Objects, type.Bytes, ValueText.NameOf(type.Type)))],
            Pages = notes.Pages(),
            Elements = notes.Elements(),
            Others = notes.Others(),
        };
    }
}

/// <summary>
/// The elements of a variable: the items of a collection of references; the array behind a collection of values; the nodes of a list;
/// otherwise the object itself.
/// </summary>
internal static class Elements
{
    // Of List<T>; of Stack<T> and Queue<T>; of Dictionary<,> and HashSet<T>.
    private static readonly string[] BackingFields = ["_items", "_array", "_entries"];

    public static void Note(object value, ElementNotes notes)
    {
        if (value is Node list)
        {
            foreach (var node in list) notes.Add(Element.Of(node));
        }
        else if (value is object[] objects)
        {
            // ReferencesOf would find them too, with an enumerator call for each of millions.
            notes.AddHolder(value);
            foreach (var item in objects)
            {
                if (item is not null) notes.Add(Element.Of(item));
            }
        }
        else if (value is not string && ReferencesOf(value) is { } items)
        {
            notes.AddHolder(value);
            if (value is not Array && BackingArray(value) is { } holder) notes.AddHolder(holder);
            foreach (var item in items)
            {
                if (item is not null) notes.Add(Element.Of(item));
            }
        }
        else if ((value as Array ?? BackingArray(value)) is { Length: > 0 } array)
        {
            if (!ReferenceEquals(array, value)) notes.AddHolder(value);
            AddArray(array, notes);
        }
        else
        {
            notes.Add(Element.Of(value));
        }
    }

    // Never boxed: boxes would be objects that the heap does not have.
    private static IEnumerable? ReferencesOf(object value)
    {
        var items = value switch
        {
            IDictionary { Values: var values, Keys: var keys } => HoldsReferences(values) ? values : keys,
            // Enumerating something other than a collection, such as a query, would run code.
            IEnumerable all and (ICollection or Array) => all,
            IEnumerable all when InterfacesOf(all, typeof(IReadOnlyCollection<>)).Any() => all,
            _ => null,
        };
        return items is not null && HoldsReferences(items) ? items : null;
    }

    private static bool HoldsReferences(IEnumerable items) =>
        InterfacesOf(items, typeof(IEnumerable<>)).Select(type => (bool?)!type.GetGenericArguments()[0].IsValueType).FirstOrDefault() ?? items is not Array;

    private static IEnumerable<Type> InterfacesOf(object value, Type definition) =>
        value.GetType().GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == definition);

    private static Array? BackingArray(object value) => value is string || !value.GetType().FullName!.StartsWith("System.Collections.Generic.", StringComparison.Ordinal)
        ? null
        : BackingFields.Select(name => value.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(value) as Array).FirstOrDefault(array => array is not null);

    private static unsafe void AddArray(Array array, ElementNotes notes)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        var start = (nuint)Unsafe.AsPointer(ref first);
        var bytes = (nuint)ShallowSize.Of(array) - (start - (ObjectAddress.Of(array) - 8));
        notes.Add(array, start, bytes);
    }
}

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
