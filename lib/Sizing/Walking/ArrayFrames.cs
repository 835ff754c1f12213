using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// How far the walk has come in each array it is in, in native memory.
/// <code>
///      frame of an array     [ Below | Position | First | Index | Marked ][ bits of elements First .. Marked ]
///                               |                                           1: visited through this array, still to be counted
///                               v
///      frame of the array below it on the stack
/// </code>
/// </summary>
internal unsafe struct ArrayFrames
{
    private readonly byte* _end;

    public ArrayFrames(Arena arena, nuint bytes)
    {
        Top = (Frame*)arena.TakeOrThrow(bytes);
        _end = (byte*)Top + bytes;
        Top->Position = -1;
    }

    /// <summary>The frame of the array nearest to the top of the stack; at the bottom one that stands for no array.</summary>
    public Frame* Top { get; private set; }

    /// <summary>The word with the bit of an element.</summary>
    public static ulong* WordOf(Frame* frame, nint element) => (ulong*)(frame + 1) + ((element - frame->First) >> 6);

    /// <summary>Adds a frame for the array at a position of the stack; false when there is no room.</summary>
    public bool Add(int position)
    {
        var frame = (Frame*)WordOf(Top, Top->Marked + 63);
        if ((byte*)(frame + 1) > _end) return false;
        *frame = new Frame { Below = Top, Position = position };
        Top = frame;
        return true;
    }

    public void Remove() => Top = Top->Below;

    /// <summary>Whether the top frame has room for bits up to an element.</summary>
    public readonly bool HasRoom(nint marked) => (byte*)WordOf(Top, marked + 63) <= _end;

    public struct Frame
    {
        public Frame* Below;

        /// <summary>Where on the stack the array is.</summary>
        public nint Position;

        /// <summary>The element of the first bit.</summary>
        public nint First;

        /// <summary>All elements before this one are done; a multiple of 64 after <see cref="First"/>.</summary>
        public nint Index;

        /// <summary>All elements before this one are visited.</summary>
        public nint Marked;
    }
}
