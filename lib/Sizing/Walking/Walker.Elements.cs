using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

internal sealed unsafe partial class Walker
{
    // How many elements before its turn the memory of an object is asked for.
    private const int Ahead = 12;

    // Stands for a slot, when the object is still to be counted.
    private const nint NotCounted = -1;

    /// <summary>Meets and counts elements while they are of one type that leads nowhere and lie within one page; gives the number of the first other one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nuint Leaves(ref object? first, ArrayFrames.Frame* frame, nint count, TypeNote* note)
    {
        nuint type = note->IsSimpleLeaf ? note->MethodTable : 0, component = note->ComponentSize;
        nuint unit = component == 0 ? note->FixedBytes : note->BaseSize + 7;
        long objects = 0, variable = 0;
        var cursor = new BitCursor(_met.Directory, _start);
        var index = frame->Index;
        nuint number = 0;
        for (; index < count; index++)
        {
            ref var slot = ref Unsafe.Add(ref first, index);
            if (Sse.IsSupported && index + Ahead < count) Sse.Prefetch0((void*)Unsafe.As<object?, nuint>(ref Unsafe.Add(ref slot, Ahead)));
            var address = Unsafe.As<object?, nuint>(ref slot);
            if (address == 0) continue;
            number = address >> GranuleShift;
            if (!cursor.GoTo(number)) break;
            if (cursor.Has(number) != 0) continue;
            // Read again, as a reference. Another thread may have written the slot meanwhile; then the graph has no one answer, but no read goes astray.
            var obj = slot;
            if (obj is null || ObjectLayout.TypeOf(obj).MethodTable != type) break;
            var bytes = unit;
            if (component != 0)
            {
                bytes = ((component * ObjectLayout.Length(obj)) + unit) & ~(nuint)7;
                if (Tally.Crosses(address, bytes)) break;
                variable += (long)bytes;
            }
            else if (Tally.Crosses(address, bytes)) break;
            cursor.Set(number);
            objects++;
        }
        cursor.Flush();
        note->Objects += objects;
        note->VariableBytes += variable;
        frame->Index = index;
        return number;
    }

    /// <summary>Meets elements until one finds no room, and gives its number; 0 when all are met.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nuint Mark(ref object? first, ArrayFrames.Frame* frame, nint end)
    {
        var cursor = new BitCursor(_met.Directory, _start);
        var index = frame->Marked;
        var word = ArrayFrames.WordOf(frame, index);
        nuint number = 0;
        while (index < end)
        {
            // Not 0 when it goes on after room was made.
            var bit = (int)(index - frame->First) & 63;
            var bits = bit == 0 ? 0 : *word;
            ref var slots = ref Unsafe.Add(ref first, index - bit);
            var count = (int)Math.Min(64, end - index + bit);
            index -= bit;
            for (; bit < count; bit++)
            {
                number = Unsafe.As<object?, nuint>(ref Unsafe.Add(ref slots, bit)) >> GranuleShift;
                if (number == 0) continue;
                if (!cursor.GoTo(number))
                {
                    *word = bits;
                    index += bit;
                    goto Stop;
                }
                bits |= (cursor.Has(number) ^ 1) << bit;
                cursor.Set(number);
            }
            *word++ = bits;
            index += count;
        }
        number = 0;
    Stop:
        cursor.Flush();
        frame->Marked = index;
        return number;
    }

    /// <summary>
    /// Counts elements while they are of one type, within one page and lead to nothing new. Gives the first other one, with its first slot that is to be
    /// looked at, or <see cref="NotCounted"/>; null when there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Nodes(ref object? first, ArrayFrames.Frame* frame, nint count, TypeNote* note, out nint at)
    {
        nuint type = note->IsSimpleFields ? note->MethodTable : 0, bytes = note->FixedBytes;
        nint offset = note->FirstOffset, references = note->FirstReferences;
        var directory = _met.Directory;
        var index = frame->Index;
        var word = ArrayFrames.WordOf(frame, index);
        object? obj = null;
        nint left = 0;
        long objects = 0;
        for (; index < count; index += 64, word++)
        {
            ref var slots = ref Unsafe.Add(ref first, index);
            var ahead = count - index - Ahead;
            for (var bits = *word; bits != 0;)
            {
                nint bit = BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                ref var element = ref Unsafe.Add(ref slots, bit);
                if (Sse.IsSupported && bit < ahead) Sse.Prefetch0((void*)Unsafe.As<object?, nuint>(ref Unsafe.Add(ref element, Ahead)));
                var address = Unsafe.As<object?, nuint>(ref element);
                obj = element;
                if (obj is null) continue;
                left = references - NotCounted;
                if (ObjectLayout.TypeOf(obj).MethodTable == type && !Tally.Crosses(address, bytes))
                {
                    objects++;
                    ref var slot = ref ObjectLayout.Slot(obj, offset);
                    for (left = references; left > 0; left--, slot = ref Unsafe.Add(ref slot, 1))
                    {
                        var number = Unsafe.As<object?, nuint>(ref slot) >> GranuleShift;
                        if (number == 0) continue;
                        var met = SparseBits.Word(directory, number);
                        if (met == null || ((*met >> (int)number) & 1) == 0) break;
                    }
                    if (left == 0) continue;
                }
                *word = bits;
                goto Stop;
            }
        }
        obj = null;
    Stop:
        note->Objects += objects;
        frame->Index = index;
        at = references - left;
        return obj;
    }
}
