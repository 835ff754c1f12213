using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Objects in a frozen segment (dotnet/runtime, docs/design/features/frozen-segments.md): memory of our own that the collector is told to take for objects that live for ever.
/// String literals lie in such segments. The runtime has no public call for it; its own tests register one the same way.
/// </summary>
public static unsafe class FrozenSegment
{
    private const int Words = 3;

    /// <summary>An array of boxed numbers from 0 on. Only the numbers are frozen.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="PlatformNotSupportedException">This version of the runtime does not have the call, or refuses.</exception>
    public static object[] Integers(long count)
    {
        var register = typeof(GC).GetMethod("_RegisterFrozenSegment", BindingFlags.NonPublic | BindingFlags.Static, [typeof(nint), typeof(nint)])
            ?? throw new PlatformNotSupportedException("This version of .NET has no GC._RegisterFrozenSegment. Choose another heap.");
        var bytes = (nuint)(count * Words * sizeof(nint));
        // Never freed: the objects live as long as the process.
        var words = (nint*)NativeMemory.AlignedAlloc(bytes + (nuint)sizeof(nint), (nuint)Environment.SystemPageSize);
        //   header word | MethodTable | number | header word | …
        //               ^ the object's address
        for (long i = 0; i < count; i++) (words[Words * i], words[(Words * i) + 1], words[(Words * i) + 2]) = (0, typeof(long).TypeHandle.Value, (nint)i);
        if ((nint)register.Invoke(null, [(nint)words, (nint)bytes])! == 0) throw new PlatformNotSupportedException("The collector did not take the frozen segment. Choose another heap.");
        var heap = new object[count];
        for (long i = 0; i < count; i++)
        {
            var address = (nint)(words + (Words * i) + 1);
            heap[i] = Unsafe.As<nint, object>(ref address);
        }

        return heap;
    }
}
