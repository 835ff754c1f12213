using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text;

namespace CowNotebooks.Sizing.Tests;

/// <summary>Graphs of every kind of object that the runtime lays out in a way of its own.</summary>
internal static class Shapes
{
    // What a weak reference points at lives through someone else.
    private static readonly List<object> Keep = [];

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["boxed integers"] = Enumerable.Range(0, 10_000).Select(i => (object)(long)i).ToArray(),
        ["linked list"] = Chain(10_000),
        ["cycle"] = Cycle(),
        ["shared references"] = Shared(),
        ["strings"] = Enumerable.Range(0, 500).Select(i => new string('x', i)).ToArray(),
        ["literal strings and null"] = new[] { "a literal", null, "", "another literal" },
        ["jagged arrays"] = Enumerable.Range(0, 100).Select(i => new int[i]).ToArray(),
        ["tables"] = new object[] { new int[3, 5], new string[2, 2] { { "a", "b" }, { "c", new('d', 9) } },
            new (object, int)[2, 3, 1] { { { (new object(), 1) }, { (1, 2) }, { (2, 3) } }, { { ("x", 3) }, { (null!, 4) }, { (new object(), 5) } } } },
        ["arrays of structs"] = Enumerable.Range(0, 200)
            .Select(i => new Outer { First = $"{i}", Number = i, Inner = new Inner { Text = $"in {i}", Box = i }, Small = 2, Last = new object() }).ToArray(),
        ["structs in fields"] =
            new Holder { One = new Outer { First = "1", Inner = new Inner { Box = 2.5 } }, Two = new Outer { Last = new object() }, Maybe = new Inner { Text = new string('y', 7) } },
        ["derived classes"] = new Third { A = new object(), B = "b", C = new Third { B = new string('q', 3) } },
        ["inline arrays"] = new HoldsInline().Filled(),
        ["generics and records"] = new object[] { new Pair<string, Pair<int, object>>("x", new(1, new object())), new List<List<string>> { new() { "p" }, new() { "q", new('r', 20) } } },
        ["delegates"] = Delegates(),
        ["dictionaries"] = Enumerable.Range(0, 300).ToDictionary(i => $"key {i}", i => new List<int> { i }),
        ["sorted tree"] = new SortedDictionary<int, object>(Enumerable.Range(0, 300).ToDictionary(i => i, i => (object)$"{i}")),
        ["immutable and concurrent"] = new object[] { ImmutableList.CreateRange(Enumerable.Range(0, 200).Select(i => $"{i}")),
            new ConcurrentDictionary<int, string>(Enumerable.Range(0, 50).ToDictionary(i => i, i => $"{i}")) },
        ["builders and lazies"] = new object[] { new StringBuilder().Append('a', 40_000)
            .Append("tail"), new Lazy<object>(() => new object()), Task.FromResult("done"), new WeakReference<object>(new object()) },
        ["exceptions"] = Thrown(),
        ["weak references"] = Weak(),
        ["large and pinned arrays"] = new object[] { new byte[200_000], new object[30_000], GC.AllocateArray<byte>(100, pinned: true), GC.AllocateArray<string>(10, pinned: true), new double[2_000] },
        ["boxed structs"] = new object[] { 1, (byte)1, 2.5m, Guid.Empty, ("a", new object()), new Outer { First = "boxed" }, DayOfWeek.Monday, (nint)1, 'c' },
        ["runtime-owned neighbours"] =
            new object[] { typeof(string), Thread.CurrentThread, typeof(Shapes).Assembly, "own", ((Delegate)Chain).Method, System.Globalization.CultureInfo.InvariantCulture },
        ["collectible type"] = Collectible(),
        ["very wide array of nodes"] = Enumerable.Range(0, 50_000).Select(i => new Node { One = i % 3 == 0 ? new Node() : null }).ToArray(),
        ["array of nodes that lead to each other and outside"] = Tangle(5_000),
        ["array of alternating types"] = Enumerable.Range(0, 5_000).Select(Alternate).ToArray(),
        ["chain"] = Chain(100_000),
        ["structs of references alone, more than wait in the queue"] = Enumerable.Range(0, 200).Select(Crowd).ToArray(),
        ["arrays in arrays in arrays"] = Nested(depth: 6),
        ["structs with more references than wait in the queue"] = Enumerable.Range(0, 200).Select(i => (i, Crowd(i))).ToArray(),
        ["list of arrays"] = Enumerable.Range(0, 20_000).Aggregate(new object?[1], (next, i) => [new object(), next, null, $"{i}"]),
        ["random nodes"] = RandomGraph(10_000, seed: 20_161_016),
    };

    public static Node Chain(int length)
    {
        var head = new Node();
        for (var i = 1; i < length; i++) head = new Node { One = head };
        return head;
    }

    /// <summary>Nodes, arrays, strings and boxes that refer to each other at random, reachable from the array returned.</summary>
    public static object[] RandomGraph(int count, int seed)
    {
        var random = new Random(seed);
        var all = new object[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = random.Next(6) switch
            {
                0 => new string('s', random.Next(50)),
                1 => (object)random.NextInt64(),
                2 => new object?[random.Next(20)],
                3 => new Outer[random.Next(5)],
                _ => new Node { Number = random.Next() },
            };
        }
        object? Any() => random.Next(4) == 0 ? null : all[random.Next(count)];
        foreach (var obj in all)
        {
            if (obj is Node node) (node.One, node.Two) = (Any(), Any());
            if (obj is Outer[] outers) for (var i = 0; i < outers.Length; i++) outers[i] = new Outer { Last = Any(), Inner = new Inner { Box = Any() } };
            if (obj is object?[] slots) for (var i = 0; i < slots.Length; i++) slots[i] = Any();
        }
        // A tenth of them are roots: the others must be found, or are out of reach.
        return all[..(count / 10)];
    }

    private static Node[] Tangle(int count)
    {
        var random = new Random(11);
        var nodes = Enumerable.Range(0, count).Select(i => new Node()).ToArray();
        foreach (var node in nodes)
        {
            node.One = nodes[random.Next(count)];
            node.Two = random.Next(10) switch
            {
                0 => Chain(random.Next(1, 30)),
                1 => new object[] { nodes[random.Next(count)], new Node { One = node } },
                _ => nodes[random.Next(count)],
            };
        }
        // Some are met twice through the array, some only through others.
        return [.. nodes[..(count / 2)], .. nodes[..100], .. nodes[(count - 100)..]];
    }

    private static object? Alternate(int i) => (i % 7) switch
    {
        0 => (long)i,
        1 => i,
        2 => null,
        3 => new string('s', i % 100),
        4 when i < 2_000 => (short)i,
        4 => new Node { One = new object(), Two = new Node() },
        5 => i < 2_000 ? Keep : new object[] { $"{i}", new Node() },
        _ => new byte[i],
    };

    private static Twenty<object?> Crowd(int i)
    {
        var crowd = default(Twenty<object?>);
        for (var j = 0; j < 20; j++) crowd[j] = Alternate(2_000 + (20 * i) + j);
        return crowd;
    }

    private static object[] Nested(int depth) => Enumerable.Range(0, 70)
        .Select(i => i is 3 or 66 && depth > 0 ? Nested(depth - 1) : i % 2 == 0 ? (object)new Node { One = new object[] { new Node() } } : new object()).ToArray();

    private static Node Cycle()
    {
        var last = new Node();
        var first = new Node { One = new Node { One = last }, Two = last };
        last.One = first;
        last.Two = last;
        return first;
    }

    private static object[] Shared()
    {
        var shared = new Node { One = "shared" };
        return [shared, shared, new Node { One = shared, Two = shared }, new[] { shared, shared }];
    }

    private static object[] Delegates()
    {
        var captured = new Node { Number = 3 };
        Func<int> closure = () => captured.Number;
        Action many = () => captured.Number++;
        many += Console.WriteLine;
        many += () => GC.KeepAlive(closure);
        return [closure, many, (Func<string, int>)int.Parse, (Comparison<int>)((a, b) => a - b)];
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("outer", new ArgumentNullException("inner"));
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static object[] Weak()
    {
        var table = new ConditionalWeakTable<object, object>();
        var keys = Enumerable.Range(0, 40).Select(i => new object()).ToArray();
        foreach (var key in keys) table.Add(key, new byte[1_000]);
        Keep.AddRange(keys);
        var target = new byte[5_000];
        Keep.Add(target);
        return [table, new WeakReference(target), new DependentHandle(target, new byte[100])];
    }

    private static object[] Collectible()
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Passing"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("Passing").DefineType("Passing", TypeAttributes.Public, typeof(Node));
        type.DefineField("Own", typeof(object), FieldAttributes.Public);
        var created = type.CreateType();
        return Enumerable.Range(0, 10).Select(i =>
        {
            var node = (Node)Activator.CreateInstance(created)!;
            node.One = $"{i}";
            created.GetField("Own")!.SetValue(node, new object());
            return (object)node;
        }).Append(Array.CreateInstance(created, 4)).ToArray();
    }

    internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    internal class First
    {
        public object? A;
        public int Number = 1;
    }

    internal class Second : First
    {
        public string? B;
        public byte Small = 1;
    }

    internal sealed class Third : Second
    {
        public object? C;
        public long Big = 1;
    }

    internal struct Inner
    {
        public int Number;
        public string? Text;
        public object? Box;
    }

    internal struct Outer
    {
        public string? First;
        public long Number;
        public Inner Inner;
        public byte Small;
        public object? Last;
    }

    internal sealed class Holder
    {
        public Outer One;
        public int Between = 1;
        public Outer Two;
        public Inner? Maybe;
    }

    internal sealed class HoldsInline
    {
        private Twenty<object?> _references;
        private Twenty<Inner> _structs;

        public HoldsInline Filled()
        {
            for (var i = 0; i < 20; i++)
            {
                _references[i] = i % 2 == 0 ? (object)i : null;
                _structs[i] = new Inner { Number = i, Text = $"{i}" };
            }
            return this;
        }
    }

    [InlineArray(20)]
    internal struct Twenty<T>
    {
        private T _first;
    }
}

/// <summary>Two references and a number: 40 bytes.</summary>
public class Node
{
    public object? One { get; set; }

    public object? Two { get; set; }

    public int Number { get; set; }
}
