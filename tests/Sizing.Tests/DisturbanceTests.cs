using CowNotebooks.Sizing.Walking;

namespace CowNotebooks.Sizing.Tests;

public sealed class DisturbanceTests
{
    [Fact]
    public void Hundreds_of_sizings_agree_while_four_threads_allocate_and_collect()
    {
        var graph = Shapes.RandomGraph(3_000, seed: 5);
        var calm = DeepSize.Of(graph);
        var stop = false;
        var before = GC.CollectionCount(0);
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() => Disturb(number, ref stop))).ToArray();
        foreach (var thread in threads) thread.Start();
        try
        {
            for (var i = 0; i < 400; i++)
            {
                var report = DeepSize.Of(graph);
                Assert.Equal((calm.Objects, calm.Bytes), (report.Objects, report.Bytes));
                Assert.Equal(calm.ByType, report.ByType);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            foreach (var thread in threads) thread.Join();
        }

        Assert.InRange(GC.CollectionCount(0) - before, 100, int.MaxValue);
    }

    [Fact]
    public void Collections_between_every_first_and_last_step_are_a_named_error()
    {
        var collections = 0;
        var error = Assert.Throws<WalkDisturbedException>(() => GraphWalk.Of(new object(), new SizeOptions(), () => collections++));

        Assert.Contains("each of 100 walks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_that_a_collection_disturbed_is_done_again()
    {
        var readings = 0;
        // The first two walks see two different counts each.
        using var walk = GraphWalk.Of(new[] { new object() }, new SizeOptions(), () => Math.Min(readings++, 4));

        Assert.Equal(6, readings);
        Assert.Equal(1, walk.Walker.Types[1].Objects);
    }

    [Theory]
    [InlineData("random nodes")]
    [InlineData("chain")]
    [InlineData("array of nodes that lead to each other and outside")]
    [InlineData("array of alternating types")]
    public void A_collection_in_mid_walk_moves_objects_and_harms_nothing(string shape)
    {
        var graph = Shapes.All[shape];
        var calm = DeepSize.Of(graph);
        var stop = false;
        var thread = new Thread(() => Disturb(9, ref stop, pause: true));
        thread.Start();
        try
        {
            // Without the peace of a held signal, and whatever the count of collections says.
            for (var i = 0; i < 100; i++)
            {
                using var arena = new Native.Arena((nuint)1 << 32, (nuint)1 << 31);
                var walker = new Walker(arena, new WalkBuffers(), new SizeOptions());
                var before = GC.CollectionCount(0);
                var outcome = walker.Walk(graph);
                if (GC.CollectionCount(0) != before || outcome != WalkResult.Done) continue;
                long objects = 0;
                for (var type = 0; type < walker.Types.Count; type++) objects += walker.Types[type].Objects;
                Assert.Equal(calm.Objects, objects);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            thread.Join();
        }
    }

    // With a pause between collections a walk without peace gets on: it is stopped in the middle, and not all the time.
    private static void Disturb(int seed, ref bool stop, bool pause = false)
    {
        var random = new Random(seed);
        var kept = new object[500];
        for (var i = 1; !Volatile.Read(ref stop); i++)
        {
            kept[random.Next(kept.Length)] = new byte[random.Next(10_000)];
            if (i % 50 != 0) continue;
            GC.Collect(i / 50 % 3, GCCollectionMode.Forced, blocking: true, compacting: i % 100 == 0);
            if (pause) Thread.Sleep(1);
        }
    }
}
