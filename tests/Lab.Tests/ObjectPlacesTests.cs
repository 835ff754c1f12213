using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>The objects behind the pages.</summary>
public class ObjectPlacesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void An_object_is_found_by_any_of_its_bytes()
    {
        // Three of 24 bytes from 0x1000 on, with 8 bytes before each address; one of 32 at 0x2000; what holds them at 0x3000.
        var places = ObjectPlaces.Of(["8|Box|2000+0*1/32,1000+24*3/24"], ["16|List|3000+0*1/56"])!;

        Assert.Equal(4, places.Elements);
        Assert.Null(places.At(0xff7));
        Assert.Equal(new PlacedObject(0x1000, "Box", IsElement: true), places.At(0xff8));
        Assert.Equal(0x1000u, places.At(0x100f)?.Address);
        Assert.Equal(0x1018u, places.At(0x1010)?.Address);
        Assert.Equal(0x1030u, places.At(0x103f)?.Address);
        Assert.Null(places.At(0x1040));
        Assert.Equal(0x2000u, places.At(0x2017)?.Address);
        Assert.Null(places.At(0x2018));
        Assert.Equal(new PlacedObject(0x3000, "List", IsElement: false), places.At(0x2ff0));
        Assert.Null(ObjectPlaces.Of([], []));
    }

    [Fact]
    public void Objects_on_pages_are_counted_once_and_their_bytes_to_the_byte()
    {
        var size = (ulong)Environment.SystemPageSize;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (count, bytes, gap) = (random.Next(1, 40), random.Next(8, 3000), random.Next(0, 16));
            var first = (ulong)random.Next(1, 3) * size + (ulong)random.Next(8, 4096);
            var places = ObjectPlaces.Of([$"8|Box|{first:x}+{(count == 1 ? 0 : bytes + gap)}*{count}/{bytes}"], [])!;
            HashSet<ulong> pages = [.. Enumerable.Range(0, 12).Select(_ => (ulong)random.Next(1, 30))];

            // One by one, byte by byte.
            var (objects, inside) = (0L, 0L);
            for (var i = 0; i < count; i++)
            {
                var begin = first - 8 + (ulong)(i * (bytes + gap));
                var there = Enumerable.Range(0, bytes).Count(at => pages.Contains((begin + (ulong)at) / size));
                (objects, inside) = (objects + (there > 0 ? 1 : 0), inside + there);
            }

            var found = places.TypesOn(PageRanges.Of(pages.Order().Select(page => (page, 1UL)))).SingleOrDefault();
            Assert.True((objects, inside) == (found?.Objects ?? 0, found?.Bytes ?? 0), $"seed {seed}: {(objects, inside)} and {found}");
        }
    }

    [Fact]
    public async Task Copies_of_boxes_hold_boxes_and_their_hash_codes_differ()
    {
        const int count = 50_000;
        var types = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(count), Workload.Hash, cancel: Cancel)).Run.CopiedTypes!;

        var boxes = Assert.Single(types, type => type.AreElements);
        Assert.Equal(("System.Int64", count, 24L * count, count), (boxes.Type, boxes.Objects, boxes.Bytes, boxes.DifferingObjects));
        // A hash code has up to 26 bits, in the 4 bytes of the header word.
        Assert.InRange(boxes.DifferingBytes!.Value, count, 4L * count);
        // The array is written by nobody; its ends may share a page with boxes.
        Assert.All(types.Where(type => !type.AreElements), array => Assert.Equal(("System.Object[]", 0L), (array.Type, array.DifferingBytes)));
    }

    [Fact]
    public async Task An_element_that_holds_others_is_told_from_them()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel);
        var heap = await lab.AllocateAsync(Heap.Lists(10_000), Cancel);
        var all = PageRanges.Of([(0UL, ulong.MaxValue / (ulong)Environment.SystemPageSize)]);

        var types = heap.Places!.TypesOn(all).ToDictionary(type => (type.Type, type.AreElements), type => type.Objects);
        // Ints up to 256 are the interpreter's own, and stand once all the same.
        Assert.Equal(10_000, types[("list", true)]);
        Assert.Equal(1, types[("list", false)]);
        Assert.Equal(10_000, types[("int", false)]);
    }

    [Fact]
    public async Task A_collection_copies_the_containers_that_it_tracks_and_few_of_the_ints_that_they_hold()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var run = (await Experiment.RunAsync(Runtime.CPython(), Heap.Lists(50_000), Workload.Collect(2), cancel: Cancel)).Run;

        Assert.True(run.CopiedTypes!.Single(type => type is { Type: "list", AreElements: true }).Objects >= 49_000);
        Assert.InRange(run.CopiedTypes!.Where(type => type.Type == "int").Sum(type => type.Objects), 0, 50_000);
    }
}
