using System.Runtime.InteropServices;
using CowNotebooks.Sizing.Walking;

namespace CowNotebooks.Sizing.Layout;

/// <summary>A figure of the layout: what it is known to be, and what was read.</summary>
internal readonly record struct LayoutFact(string What, long Known, long Read);

/// <summary>
/// Compares what is read with what is known, once in each process, before anything is sized. A runtime with another layout is refused
/// by name; no size is guessed.
/// </summary>
internal static class SelfCheck
{
    private static volatile bool _passed;

    /// <exception cref="LayoutNotUnderstoodException">A figure is not what it should be.</exception>
    public static void Require()
    {
        if (_passed) return;
        Verify(Facts());
        _passed = true;
    }

    /// <summary>Stops at the first fact that does not hold: what comes later is only safe to read when what comes before is right.</summary>
    public static void Verify(IEnumerable<LayoutFact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Known == fact.Read) continue;
            throw new LayoutNotUnderstoodException(
                $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.ProcessArchitecture} is laid out in a way that is not known here: "
                + $"{fact.What} should be {fact.Known} and is {fact.Read}. Size this graph on 64-bit Linux with .NET 10 (CoreCLR).");
        }
    }

    private static IEnumerable<LayoutFact> Facts()
    {
        yield return new("the size of a pointer", 8, nint.Size);
        yield return new("little-endian (1 is yes)", 1, BitConverter.IsLittleEndian ? 1 : 0);
        yield return new("Linux (1 is yes)", 1, OperatingSystem.IsLinux() ? 1 : 0);

        object plain = new(), box = 1L, text = "abc", bytes = new byte[5], table = new int[2, 3], pair = new Pair(), derived = new Derived();
        object references = new object?[3], structs = new Mixed[2];
        foreach (var obj in new[] { plain, box, text, bytes, table, pair, derived, references, structs })
            yield return new($"the first word of a {TypeName.Of(obj.GetType())}", obj.GetType().TypeHandle.Value, (nint)ObjectLayout.TypeOf(obj).MethodTable);

        yield return new("the size of an object without fields", 24, ObjectLayout.Bytes(plain));
        yield return new("the size of a boxed long", 24, ObjectLayout.Bytes(box));
        yield return new("the size of a boxed decimal", 32, ObjectLayout.Bytes(1m));
        yield return new("the size of a string of 3 characters", 32, ObjectLayout.Bytes(text));
        yield return new("the size of an array of 5 bytes", 32, ObjectLayout.Bytes(bytes));
        yield return new("the size of a table of 2 by 3 ints", 64, ObjectLayout.Bytes(table));
        yield return new("the size of an array of 3 references", 48, ObjectLayout.Bytes(references));
        yield return new("the size of an array of 2 structs of 24 bytes", 72, ObjectLayout.Bytes(structs));
        yield return new("the size of a class of two references and a long", 40, ObjectLayout.Bytes(pair));
        yield return new("the base class of a derived class", typeof(Pair).TypeHandle.Value, (nint)ObjectLayout.TypeOf(derived).Base.MethodTable);

        yield return new("references in a boxed long (1 is yes)", 0, ObjectLayout.TypeOf(box).HasReferences ? 1 : 0);
        yield return new("references in a string (1 is yes)", 0, ObjectLayout.TypeOf(text).HasReferences ? 1 : 0);
        foreach (var obj in new[] { pair, derived, references, structs })
            yield return new($"references in a {TypeName.Of(obj.GetType())} (1 is yes)", 1, ObjectLayout.TypeOf(obj).HasReferences ? 1 : 0);

        var type = ObjectLayout.TypeOf(pair);
        yield return new("the series of references in a class of two", 1, GCDesc.Count(type.MethodTable));
        yield return new("the first of them", 8, GCDesc.Series(type.MethodTable, 0, (nint)type.BaseSize).Offset);
        yield return new("their number", 2, GCDesc.Series(type.MethodTable, 0, (nint)type.BaseSize).References);

        type = ObjectLayout.TypeOf(references);
        yield return new("the series in an array of references", 1, GCDesc.Count(type.MethodTable));
        yield return new("the first reference of three", 16, GCDesc.Series(type.MethodTable, 0, 48).Offset);
        yield return new("their number", 3, GCDesc.Series(type.MethodTable, 0, 48).References);

        type = ObjectLayout.TypeOf(structs);
        yield return new("the items in an array of structs", -1, GCDesc.Count(type.MethodTable));
        yield return new("the first reference in it", 16, GCDesc.FirstElement(type.MethodTable));
        yield return new("the references in each item", 2, GCDesc.Item(type.MethodTable, 0).References);
        yield return new("the bytes to skip after each item", 8, GCDesc.Item(type.MethodTable, 0).Skip);

        // 3 boxes, 2 pairs (one of them derived), 2 arrays: each object is found once, by whichever shape leads to it.
        object first = 1L, second = 2L, third = 3L;
        object graph = new object?[]
        {
            first,
            null,
            new Pair { One = first, Other = second, Number = 1 },
            new Derived { Third = new Mixed[] { new() { One = third, Number = 1 }, new() { Other = first } } },
        };
        using var walk = GraphWalk.Of(graph, new SizeOptions());
        long objects = 0, total = 0;
        for (var i = 0; i < walk.Walker.Types.Count; i++)
        {
            objects += walk.Walker.Types[i].Objects;
            total += walk.Walker.Types[i].Bytes;
        }
        yield return new("the objects of a known graph", 7, objects);
        yield return new("its bytes", (3 * 24) + 40 + 48 + 72 + 56, total);
    }

    private class Pair
    {
        public object? One, Other;
        public long Number;
    }

    private sealed class Derived : Pair
    {
        public object? Third;
    }

    private struct Mixed
    {
        public object? One, Other;
        public long Number;
    }
}
