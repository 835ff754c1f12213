using System.Globalization;

namespace CowNotebooks.Sizing.Tests;

public sealed class DeepSizeTests
{
    [Fact]
    public void A_million_boxed_integers_are_32_000_024_bytes()
    {
        var report = DeepSize.Of(Boxes(1_000_000));

        Assert.Equal(1_000_001, report.Objects);
        Assert.Equal(32_000_024, report.Bytes);
        Assert.Equal(8_000_024, report.ShallowBytes);
        Assert.Equal([new TypeSize("System.Int64", 1_000_000, 24_000_000), new TypeSize("System.Object[]", 1, 8_000_024)], report.ByType);
        Assert.Equal([new ArraySize("System.Object[]", 1_000_000, 8_000_024)], report.LargestArrays);
        Assert.Empty(report.StoppedAt);
    }

    [Fact]
    public void A_list_of_ten_million_nodes_is_walked_without_recursion()
    {
        var report = DeepSize.Of(Shapes.Chain(10_000_000));

        Assert.Equal(10_000_000, report.Objects);
        Assert.Equal(400_000_000, report.Bytes);
    }

    [Fact]
    public void A_list_that_goes_on_in_its_first_field_and_carries_a_load_in_its_second_is_walked_to_the_end()
    {
        Node? head = null;
        for (var i = 0; i < 1_000_000; i++) head = new Node { One = head, Two = new Node { Two = i } };

        var report = DeepSize.Of(head!);

        Assert.Equal(3_000_000, report.Objects);
        Assert.Equal(1_000_000 * (40L + 40 + 24), report.Bytes);
    }

    [Fact]
    public void A_shared_object_is_counted_once()
    {
        var shared = new object();

        Assert.Equal(2, DeepSize.Of(new[] { shared, shared, shared }).Objects);
    }

    [Fact]
    public void Every_reference_of_an_array_of_structs_that_have_nothing_else_is_followed()
    {
        var pairs = Enumerable.Range(0, 100).Select(i => (new object(), new object())).ToArray();
        var table = new (object, object)[2, 3];
        table[1, 2] = (new object(), new object());

        Assert.Equal(201, DeepSize.Of(pairs).Objects);
        Assert.Equal(3, DeepSize.Of(table).Objects);
    }

    [Fact]
    public void An_object_that_refers_to_itself_is_counted_once()
    {
        var node = new Node();
        node.One = node.Two = node;

        var report = DeepSize.Of(node);

        Assert.Equal((1, 40), (report.Objects, report.Bytes));
    }

    [Fact]
    public void What_a_weak_reference_or_a_table_of_weak_keys_leads_to_is_not_counted()
    {
        var target = new byte[10_000];
        var weak = DeepSize.Of(new WeakReference(target));
        var table = new System.Runtime.CompilerServices.ConditionalWeakTable<object, object> { { target, new byte[20_000] } };
        var weakKeys = DeepSize.Of(table);
        GC.KeepAlive(target);

        Assert.Equal((1, 24), (weak.Objects, weak.Bytes));
        Assert.DoesNotContain(weakKeys.ByType, type => type.Type == "System.Byte[]");
    }

    [Fact]
    public void The_walk_stops_at_what_belongs_to_the_runtime_and_says_where()
    {
        object[] graph = [typeof(string), Thread.CurrentThread, typeof(DeepSize).Assembly, CultureInfo.InvariantCulture, "own"];

        var report = DeepSize.Of(graph);

        Assert.Equal(2, report.Objects);
        Assert.Equal(["System.Globalization.CultureInfo", "System.Reflection.RuntimeAssembly", "System.RuntimeType", "System.Threading.Thread"], report.StoppedAt);
    }

    [Fact]
    public void The_walk_goes_on_into_the_runtime_when_it_is_asked_to()
    {
        object[] graph = [Thread.CurrentThread, CultureInfo.InvariantCulture];

        var report = DeepSize.Of(graph, new SizeOptions { IncludeRuntimeOwned = true });

        Assert.Contains(report.ByType, type => type.Type == "System.Threading.Thread");
        Assert.Contains(report.ByType, type => type.Type == "System.Globalization.CultureData");
        Assert.Empty(report.StoppedAt);
    }

    [Fact]
    public void A_root_that_belongs_to_the_runtime_is_followed()
    {
        var report = DeepSize.Of(CultureInfo.InvariantCulture);

        Assert.Contains(report.ByType, type => type.Type == "System.Globalization.CultureInfo");
        Assert.Contains(report.ByType, type => type.Type == "System.Globalization.CultureData");
    }

    [Fact]
    public void The_largest_arrays_come_largest_first_and_no_more_than_were_asked_for()
    {
        object[] graph = [new byte[100], new int[3_000], new byte[5_000], new string('s', 50_000), new long[2, 400]];

        var report = DeepSize.Of(graph, new SizeOptions { LargestArrays = 3 });

        Assert.Equal(
            [new ArraySize("System.Int32[]", 3_000, 12_024), new ArraySize("System.Int64[,]", 800, 6_440), new ArraySize("System.Byte[]", 5_000, 5_024)],
            report.LargestArrays);
        Assert.Empty(DeepSize.Of(graph, new SizeOptions { LargestArrays = 0 }).LargestArrays);
    }

    [Fact]
    public void Types_come_largest_first_and_are_named_as_in_the_language()
    {
        object[] graph = [new List<Dictionary<string, int[]>>[1], new string[1][,], new Shapes.Pair<int, string>(1, ""), new Dictionary<int, byte>.KeyCollection([])];

        var names = DeepSize.Of(graph).ByType.Select(type => type.Type).ToArray();

        Assert.Contains("System.Collections.Generic.List<System.Collections.Generic.Dictionary<System.String, System.Int32[]>>[]", names);
        Assert.Contains("System.String[][,]", names);
        Assert.Contains("CowNotebooks.Sizing.Tests.Shapes.Pair<System.Int32, System.String>", names);
        Assert.Contains("System.Collections.Generic.Dictionary<System.Int32, System.Byte>.KeyCollection", names);
        var bytes = DeepSize.Of(graph).ByType.Select(type => type.Bytes);
        Assert.Equal(bytes.OrderDescending(), bytes);
    }

    [Fact]
    public void The_pages_are_those_that_hold_the_objects_bytes()
    {
        var boxes = Boxes(50_000);
        Unmoved(() =>
        {
            using var expected = new PageSet();
            expected.AddRange(ObjectAddress.Of(boxes) - 8, (nuint)ShallowSize.Of(boxes));
            foreach (var box in boxes) expected.AddRange(ObjectAddress.Of(box) - 8, 24);
            using var pages = ObjectGraph.Pages(boxes);
            return (expected.ToArray(), pages.ToArray());
        });
        Unmoved(() => (ObjectGraph.Pages(boxes).Count, DeepSize.Of(boxes).DistinctPages));
    }

    [Fact]
    public void Nothing_is_no_graph()
    {
        Assert.Throws<ArgumentNullException>(() => DeepSize.Of(null!));
        Assert.Throws<ArgumentNullException>(() => ShallowSize.Of(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepSize.Of("", new SizeOptions { LargestArrays = -1 }));
    }

    /// <summary>Two readings are equal, given that no collection came between them.</summary>
    private static void Unmoved<T>(Func<(T Expected, T Actual)> readings)
    {
        while (true)
        {
            var collections = GC.CollectionCount(0);
            var (expected, actual) = readings();
            if (GC.CollectionCount(0) != collections) continue;
            Assert.Equal(expected, actual);
            return;
        }
    }

    private static object[] Boxes(int count) => Enumerable.Range(0, count).Select(i => (object)(long)i).ToArray();
}
