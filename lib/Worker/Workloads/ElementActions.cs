using System.Runtime.CompilerServices;
using CowNotebooks.Sizing;
using CowNotebooks.Worker.Heaps;

namespace CowNotebooks.Worker.Workloads;

/// <summary>Reads the field.</summary>
internal struct Read : IElementAction
{
    private long _sum;

    public readonly long Sum => _sum;

    public void Do(object element, ref int field) => _sum += field;
}

/// <summary>Adds one to the field and takes it off again. Volatile, so that the compiler does not see that nothing came of it.</summary>
internal readonly struct AddAndSubtractOne : IElementAction
{
    public void Do(object element, ref int field)
    {
        Volatile.Write(ref field, field + 1);
        Volatile.Write(ref field, field - 1);
    }
}

/// <summary>Locks and unlocks: the lock is a few bits in the header word, which are as before afterwards.</summary>
internal readonly struct LockAndUnlock : IElementAction
{
    public void Do(object element, ref int field)
    {
        lock (element)
        {
            // Nothing: the lock itself is what is measured.
        }
    }
}

/// <summary>Asks for the identity hash code, which the header word keeps.</summary>
internal readonly struct Hash : IElementAction
{
    public void Do(object element, ref int field) => RuntimeHelpers.GetHashCode(element);
}

/// <summary>Prints the element.</summary>
internal readonly struct Print(TextWriter writer) : IElementAction
{
    public void Do(object element, ref int field)
    {
        if (element is long[]) writer.WriteLine(field);
        else writer.WriteLine(element);
    }
}

/// <summary>Allocates a new object and forgets it.</summary>
internal struct Allocate : IElementAction
{
    private object? _last;

    public readonly object? Last => _last;

    public void Do(object element, ref int field) => _last = (long)field;
}

/// <summary>Writes the field with the value it has, when it lies in a page whose number is a multiple of n.</summary>
internal readonly unsafe struct WriteEveryNthPage(uint n) : IElementAction
{
    public void Do(object element, ref int field)
    {
        if (((nuint)Unsafe.AsPointer(ref field) / (nuint)Environment.SystemPageSize) % n == 0) Volatile.Write(ref field, field);
    }
}

/// <summary>Notes where the elements, their header word and their field are: the prediction of what the others will write.</summary>
internal readonly unsafe struct NoteAddresses(PageSet headers, PageSet fields, PlaceText elements) : IElementAction
{
    public void Do(object element, ref int field)
    {
        elements.Add(element);
        headers.AddWord(ObjectAddress.HeaderWord(element));
        fields.AddWord((nuint)Unsafe.AsPointer(ref field));
    }
}
