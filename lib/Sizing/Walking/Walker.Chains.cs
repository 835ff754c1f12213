using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing.Walking;

internal sealed unsafe partial class Walker
{
    /// <summary>Counts and follows objects of one type, one after the other, and gives the first that is of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? FollowChains(object first, TypeNote* note)
    {
        nint offset = note->FirstOffset, references = note->FirstReferences;
        object? current = first;
        do
        {
            _counts.Count(note, current);
            object? next = null;
            nint slot = 0;
            if (_stack.Queued == 0)
            {
                var link = new InnerLoops.Link { Current = current };
                InnerLoops.FollowChain(_visited.Directory, Crossed.Directory, _start, ref link, note);
                (current, next, slot) = (link.Current, link.Next, link.Slot);
            }
            for (; slot < references; slot++)
            {
                if (Visit(ref ObjectLayout.Slot(current, offset + (slot * sizeof(nint)))) is not { } found) continue;
                if (next is not null) _stack.Enqueue(next);
                next = found;
            }
            // With nothing else to do, the one object found is followed at once.
            if (_stack.Queued != 0 || next is null)
            {
                if (next is not null) _stack.Enqueue(next);
                next = Next();
            }
            current = next;
        }
        while (current is not null && ObjectLayout.TypeOf(current).MethodTable == note->MethodTable);
        return current;
    }
}
