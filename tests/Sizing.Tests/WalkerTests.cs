using CowNotebooks.Sizing.Native;
using CowNotebooks.Sizing.Walking;

namespace CowNotebooks.Sizing.Tests;

public sealed class WalkerTests
{
    [Fact]
    public void A_walk_allocates_nothing_on_the_managed_heap()
    {
        var graph = Shapes.RandomGraph(5_000, seed: 1);
        _ = DeepSize.Of(graph);
        using var arena = new Arena((nuint)1 << 32, (nuint)1 << 31);
        var walker = new Walker(arena, new WalkBuffers(), new SizeOptions());
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = walker.Walk(graph);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(WalkResult.Done, outcome);
    }

    [Fact]
    public void More_waiting_objects_than_the_stack_holds_are_all_counted()
    {
        // Each level leaves 63 arrays waiting: some 25,000 at the end.
        object inner = new object();
        for (var level = 0; level < 400; level++)
        {
            var array = new object[64];
            for (var i = 0; i < 63; i++) array[i] = new object[] { new object() };
            array[63] = inner;
            inner = array;
        }

        Assert.Equal(1 + (400 * (1 + (63 * 2))), DeepSize.Of(inner).Objects);
    }

    [Fact]
    public void More_types_than_there_is_room_for_at_first_are_all_counted()
    {
        Type[] arguments =
        [
            typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
            typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(nint), typeof(nuint), typeof(Guid), typeof(Half),
        ];
        var objects = (from a in arguments from b in arguments from c in arguments select Activator.CreateInstance(typeof(Of<,,>).MakeGenericType(a, b, c))).ToArray();

        var report = DeepSize.Of(objects);

        Assert.Equal(17 * 17 * 17, objects.Length);
        Assert.Equal(objects.Length + 1, report.ByType.Count);
        Assert.Equal(objects.Length + 1, report.Objects);
    }

    [Fact]
    public void Two_threads_size_two_graphs_at_once()
    {
        var graphs = Enumerable.Range(1, 4).Select(i => Shapes.RandomGraph(i * 500, seed: i)).ToArray();
        var alone = graphs.Select(graph => DeepSize.Of(graph).Bytes).ToArray();

        Parallel.For(0, 200, i => Assert.Equal(alone[i % 4], DeepSize.Of(graphs[i % 4]).Bytes));
    }

    [Fact]
    public void Bits_that_find_no_room_are_noticed()
    {
        using var arena = new Arena((nuint)1 << 26, (nuint)1 << 26);
        var bits = new SparseBits(arena, 40);
        for (nuint chunk = 0; chunk < 10_000 && !bits.Full; chunk++) bits.Add(chunk << 18);

        Assert.True(bits.Full);
    }

    internal sealed class Of<TFirst, TSecond, TThird>;
}
