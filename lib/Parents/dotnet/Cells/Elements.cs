using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

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
