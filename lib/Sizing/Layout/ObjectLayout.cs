using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Sizing.Layout;

/// <summary>
/// Reads an object through references that the garbage collector knows, so that no read can miss it: should a collection
/// move the object between two reads, the second read follows.
/// <code>
///    offset from the object pointer, 64-bit
///      -8   padding (4), header word (4)
///       0   MethodTable*
///      +8   first field                      | arrays and strings: length (uint32)
///     +16   second field                     | arrays: first element, or the bounds of a multi-dimensional one
///                                            | strings: characters from +12 on
///    size = base size + length * component size, at least 24, rounded up to 8; it counts the 8 bytes before the pointer
/// </code>
/// Source: dotnet/runtime, src/coreclr/vm/object.h, src/coreclr/gc/gc.cpp (my_get_size).
/// </summary>
internal static unsafe class ObjectLayout
{
    /// <summary>Bytes between the header word and the object pointer.</summary>
    public const int HeaderWordBefore = 4;

    /// <summary>Bytes of the object that lie before the object pointer.</summary>
    public const int BytesBefore = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Address(object obj) => Unsafe.As<object, nuint>(ref obj);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TypeLayout TypeOf(object obj) => new(Unsafe.Add(ref Unsafe.As<byte, nuint>(ref FirstField(obj)), -1));

    /// <summary>The reference stored in the object at an offset from the object pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref object? Slot(object obj, nint offset) =>
        ref Unsafe.As<byte, object?>(ref Unsafe.AddByteOffset(ref FirstField(obj), offset - BytesBefore));

    /// <summary>Elements of an array (over all dimensions) or characters of a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Length(object obj) => Unsafe.As<byte, uint>(ref FirstField(obj));

    public static long Bytes(object obj)
    {
        var type = TypeOf(obj);
        return Bytes(type.BaseSize, type.ComponentSize, type.ComponentSize == 0 ? 0 : Length(obj));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Bytes(uint baseSize, uint componentSize, uint length) => Math.Max(24, (baseSize + (long)componentSize * length + 7) & ~7L);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte FirstField(object obj) => ref Unsafe.As<Fields>(obj).First;

    // Never instantiated: it lends its first field's offset to any object.
    [StructLayout(LayoutKind.Sequential)]
    private sealed class Fields
    {
        public byte First;
    }
}
