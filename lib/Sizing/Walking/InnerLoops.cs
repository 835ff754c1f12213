using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The inner loops of a <see cref="Walker"/>, for the kinds of objects that are most of what there is: a chain of objects, array elements without references, and
/// array elements that lead to nothing new. They make no call, since a loop with a call in it, even one that is never made, keeps its variables in memory:
/// each stops at whatever is not its business and leaves that to its caller.
/// </summary>
/// <remarks>
/// All take the directory of the bits of visited objects, see <see cref="SparseBits"/>, and a number in it where a <see cref="BitCursor"/> may begin; those that
/// count also that of the pages of objects that lie on two.
/// </remarks>
internal static unsafe class InnerLoops
{
    // How many elements ahead an object is prefetched.
    private const int Ahead = 12;

    // Stands for a slot, when the object is still to be counted.
    public const nint NotCounted = -1;

    /// <summary>
    /// Visits and counts elements while they are of one type that has no references and lie on at most two pages; gives the number of the first other one.
    /// </summary>
    /// <typeparam name="TSize">Of the type's objects. It is known when this is compiled, so that neither loop has the other's variables.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nuint CountLeaves<TSize>(ulong** visited, ulong** crossed, nuint start, ref object? first, ArrayFrames.Frame* frame, nint count, TypeNote* note)
        where TSize : struct
    {
        var type = note->IsSimpleLeaf ? note->MethodTable : 0;
        nuint component = note->ComponentSize, bytes = note->FixedBytes;
        long others = 0, variable = 0;
        var cursor = new BitCursor(visited, start);
        var index = frame->Index;
        nuint number = 0;
        for (; index < count; index++)
        {
            ref var slot = ref Unsafe.Add(ref first, index);
            if (Sse.IsSupported && index + Ahead < count) Sse.Prefetch0((void*)Unsafe.As<object?, nuint>(ref Unsafe.Add(ref slot, Ahead)));
            var address = Unsafe.As<object?, nuint>(ref slot);
            number = address >> Walker.GranuleShift;
            // Nothing has a bit, either: where address 0 would be there is no room.
            if (!cursor.GoTo(number))
            {
                if (address != 0) break;
                others++;
                continue;
            }
            if (cursor.Has(number) != 0)
            {
                others++;
                continue;
            }
            // Read again, as a reference. Another thread may have written the slot meanwhile; then the graph has no one answer, but no read goes astray.
            var obj = slot;
            if (obj is null || ObjectLayout.TypeOf(obj).MethodTable != type) break;
            if (typeof(TSize) == typeof(Varying)) bytes = ((component * ObjectLayout.Length(obj)) + note->BaseSize + 7) & ~(nuint)7;
            if (WalkCounts.CrossesPage(address, bytes) && !WalkCounts.TryAddPages(crossed, address, bytes)) break;
            if (typeof(TSize) == typeof(Varying)) variable += (long)bytes;
            cursor.Set(number);
        }
        cursor.Flush();
        note->Objects += index - frame->Index - others;
        note->VariableBytes += variable;
        frame->Index = index;
        return number;
    }

    /// <summary>Visits elements until there is no room for the bit of one, and gives its number; 0 when all are visited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nuint VisitElements(ulong** visited, nuint start, ref object? first, ArrayFrames.Frame* frame, nint end)
    {
        var cursor = new BitCursor(visited, start);
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
                number = Unsafe.As<object?, nuint>(ref Unsafe.Add(ref slots, bit)) >> Walker.GranuleShift;
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
    /// Counts elements while they are of one type, on at most two pages and lead to nothing new. Gives the first other one, with its first slot that is to be
    /// looked at, or <see cref="NotCounted"/>; null when there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static object? CountNodes(ulong** visited, ulong** crossed, ref object? first, ArrayFrames.Frame* frame, nint count, TypeNote* note, out nint at)
    {
        nuint type = note->IsSimpleFields ? note->MethodTable : 0, bytes = note->FixedBytes;
        nint offset = note->FirstOffset, references = note->FirstReferences;
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
                if (ObjectLayout.TypeOf(obj).MethodTable == type && (!WalkCounts.CrossesPage(address, bytes) || WalkCounts.TryAddPages(crossed, address, bytes)))
                {
                    objects++;
                    ref var slot = ref ObjectLayout.Slot(obj, offset);
                    for (left = references; left > 0; left--, slot = ref Unsafe.Add(ref slot, 1))
                    {
                        var number = Unsafe.As<object?, nuint>(ref slot) >> Walker.GranuleShift;
                        if (number == 0) continue;
                        var there = SparseBits.Word(visited, number);
                        if (there == null || ((*there >> (int)number) & 1) == 0) break;
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

    /// <summary>Counts and follows objects while each leads to one new object, of the same type and on at most two pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FollowChain(ulong** visited, ulong** crossed, nuint start, ref Link link, TypeNote* note)
    {
        nuint type = note->MethodTable, bytes = note->FixedBytes;
        nint offset = note->FirstOffset;
        var references = note->FirstReferences;
        var current = link.Current;
        object? next = null;
        long objects = 0;
        var cursor = new BitCursor(visited, start);
        int left;
        while (true)
        {
            nuint address = 0;
            ref var slot = ref ObjectLayout.Slot(current, offset);
            for (left = references; left > 0; left--, slot = ref Unsafe.Add(ref slot, 1))
            {
                var to = Unsafe.As<object?, nuint>(ref slot);
                if (to == 0) continue;
                if (!cursor.GoTo(to >> Walker.GranuleShift)) break;
                if (cursor.Has(to >> Walker.GranuleShift) != 0) continue;
                if (address != 0) break;
                address = to;
                next = slot;
                cursor.Set(to >> Walker.GranuleShift);
                if (Sse.IsSupported) Sse.Prefetch0((void*)to);
            }
            if (left != 0 || next is null || ObjectLayout.TypeOf(next).MethodTable != type) break;
            if (WalkCounts.CrossesPage(address, bytes) && !WalkCounts.TryAddPages(crossed, address, bytes)) break;
            objects++;
            current = next;
            next = null;
        }
        cursor.Flush();
        note->Objects += objects;
        link.Current = current;
        link.Next = next;
        link.Slot = references - left;
    }

    /// <summary>All objects of a type have one size.</summary>
    public readonly struct Fixed;

    /// <summary>The size of each object is in it.</summary>
    public readonly struct Varying;

    /// <summary>An object that was counted, what it led to so far, and its first slot that was not looked at.</summary>
    public ref struct Link
    {
        public object Current;
        public object? Next;
        public nint Slot;
    }
}
