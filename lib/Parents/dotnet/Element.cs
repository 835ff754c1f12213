using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Parents.DotNet;

#pragma warning disable CA1051, CA1720 // Object is the right name here, and a ref field cannot be an auto-property.
/// <summary>An element of a heap: an object, and four bytes of it that may be written. Looking at one allocates and writes nothing.</summary>
public readonly ref struct Element
{
    /// <summary>The object; for the numbers of an array, the array that holds them.</summary>
    public readonly object Object;

    /// <summary>Four bytes that may be written: of the number, or of the first two characters of a string, or of the first field.</summary>
    public readonly ref int Field;

    internal Element(object obj, ref int field)
    {
        Object = obj;
        Field = ref field;
    }

    /// <summary>The number of the page that <see cref="Field"/> lies on.</summary>
    public unsafe long Page => (nint)Unsafe.AsPointer(ref Field) / Environment.SystemPageSize;

    /// <summary>An object as an element.</summary>
    internal static Element Of(object obj) => obj switch
    {
        string text => new(text, ref Unsafe.As<char, int>(ref MemoryMarshal.GetReference(text.AsSpan()))),
        Array array => new(array, ref Unsafe.As<byte, int>(ref MemoryMarshal.GetArrayDataReference(array))),
        _ => new(obj, ref Unsafe.As<Fields>(obj).First),
    };

    // Never instantiated: only the offset of its first field is used, which any object has.
    [StructLayout(LayoutKind.Sequential)]
    private sealed class Fields
    {
        public int First;
    }
}
