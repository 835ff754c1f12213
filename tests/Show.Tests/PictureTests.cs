using System.Globalization;
using System.Xml.Linq;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

/// <summary>Pictures of real runs, of recordings and of ideas: what they say, and that they can be read.</summary>
public sealed class PictureTests
{
    private const string Html = "text/html", Svg = "image/svg+xml", Hostile = "<script>alert(1)</script> & \"quotes\" \u0001";
    private static readonly Lazy<Task<Measured>> Real = new(MeasureAsync);

    private static Run Recorded => Samples.Report().Run;

    [Fact]
    public async Task Every_picture_is_well_formed_has_no_ids_and_tells_the_same_in_words()
    {
        foreach (var picture in await AllAsync())
        {
            var text = picture.ToString()!;
            Assert.Equal(text, picture.ToDisplayString("text/plain"));
            Assert.Matches("^[A-Z0-9].*[.]$", text);
            foreach (var type in new[] { Html, Svg })
            {
                var svg = type == Html ? InPage(picture) : XDocument.Parse(picture.ToDisplayString(type)).Root!;
                Assert.Equal("img", svg.Attribute("role")!.Value);
                Assert.Equal(text.Replace('\u0001', '\uFFFD'), svg.Attribute("aria-label")!.Value);
                Assert.DoesNotContain(svg.DescendantsAndSelf(), element => element.Attribute("id") is not null || element.Name.LocalName is "script" or "image");
            }

            // A picture that stands alone knows both themes by itself; within a page its style would be the whole page's.
            Assert.Contains("prefers-color-scheme", picture.ToDisplayString(Svg), StringComparison.Ordinal);
            // And it may be shown in a dark page on a light system: it brings its ground along.
            Assert.Single(XDocument.Parse(picture.ToDisplayString(Svg)).Root!.Elements(), element => element.Attribute("class")?.Value == "cow-ground");
            Assert.DoesNotContain(InPage(picture).Descendants(), element => element.Name.LocalName == "style");
        }
    }

    [Fact]
    public async Task No_text_overlaps_another_and_none_leaves_the_picture()
    {
        foreach (var picture in await AllAsync())
        {
            var svg = InPage(picture);
            var (width, height) = svg.Attribute("viewBox")!.Value.Split(' ') is [_, _, var w, var h] ? (Number(w), Number(h)) : throw new InvalidOperationException();
            var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(Extent.Of).ToList();

            Assert.NotEmpty(texts);
            Assert.All(texts, text => Assert.True(text.Left >= 0 && text.Right <= width && text.Top >= 0 && text.Bottom <= height, $"'{text.Text}' leaves the picture: {picture}"));
            for (var i = 0; i < texts.Count; i++)
                for (var j = 0; j < i; j++) Assert.False(texts[i].Overlaps(texts[j]), $"'{texts[i].Text}' overlaps '{texts[j].Text}': {picture}");
        }
    }

    [Fact]
    public async Task Page_tables_have_the_addresses_and_frames_that_the_page_maps_of_both_sides_have()
    {
        var (run, parents) = ((await Real.Value).Run, (await Real.Value).Parents);
        var picture = Picture.PageTables(run);
        var texts = Texts(picture);
        var rows = run.Pages!.Excerpt;

        Assert.Contains(rows, row => row.Change == PageChange.Copied);
        Assert.Contains(rows, row => row.Change == PageChange.None && row.Before.IsAnonymous);
        Assert.All(rows, row =>
        {
            var address = row.Address.ToString("x", CultureInfo.InvariantCulture);
            // Parent and child, before and after.
            Assert.Equal(4, texts.Count(text => text == address));
            Assert.Equal(run.Pages.Changes[row.Page], row.Change);
            // A neighbour that was the child's alone before the run says so.
            Assert.Contains($"Page {address}: before, {(row.Before.IsOwn ? "the parent has" : "parent and child share")}", picture.ToString(), StringComparison.Ordinal);
            if (!run.Pages.Before.HasFrames || row.Before.IsOwn) return;
            // The outside reading of the parent's page table, after the run.
            Assert.Equal(parents.FrameOf(row.Page), row.Other!.Value.Frame);
            Assert.Equal(row.Before.Frame, row.Other!.Value.Frame);
            Assert.Equal(row.Change == PageChange.Copied, row.After.Frame != row.Before.Frame);
            foreach (var frame in new[] { run.Pages.Before.FrameOf(row.Page), run.Pages.After.FrameOf(row.Page) })
            {
                var number = frame!.Value.ToString("x", CultureInfo.InvariantCulture);
                Assert.Contains(number, texts);
                Assert.Contains($"frame {number} ", picture.ToString(), StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public async Task Without_frame_numbers_page_tables_say_what_is_shared_and_why_there_are_none()
    {
        var run = (await Real.Value).Run;
        var pages = run.Pages!;
        var hidden = run with
        {
            PageMap = pages with
            {
                Before = pages.Before.WithoutFrames(),
                After = pages.After.WithoutFrames(),
                Excerpt = [.. pages.Excerpt.Select(row => row with { Before = Hidden(row.Before), After = Hidden(row.After), Other = Hidden(row.Other!.Value) })],
            },
        };
        var picture = Picture.PageTables(hidden);

        Assert.Equal(pages.Excerpt.Count(row => !row.Before.IsOwn) + pages.Excerpt.Count(row => !row.After.IsOwn), Texts(picture).Count(text => text == "one frame"));
        Assert.Contains("own frame", Texts(picture));
        Assert.Contains("Without CAP_SYS_ADMIN", picture.ToString(), StringComparison.Ordinal);

        static PageTableEntry Hidden(PageTableEntry entry) => entry with { Frame = null };
    }

    [Fact]
    public async Task Text_in_a_coloured_box_has_a_contrast_of_4_5_to_1()
    {
        var run = (await Real.Value).Run;
        var uncompared = run with { Comparison = Reading.None<PageDiff>("The memory of the parent may not be read.") };
        var boxes = (await AllAsync()).Append(Picture.PageTables(uncompared)).SelectMany(picture =>
        {
            var shapes = InPage(picture).Descendants().Where(element => element.Name.LocalName is "rect" or "text").ToList();
            return shapes.Zip(shapes.Skip(1)).Where(pair => pair.First.Name.LocalName == "rect" && pair.Second.Name.LocalName == "text"
                && pair.First.Attribute("fill")?.Value.StartsWith('#') == true && Between(pair.First, "x", "width", pair.Second) && Between(pair.First, "y", "height", pair.Second));
        }).Select(pair => (Ground: pair.First.Attribute("fill")!.Value, Text: pair.Second.Attribute("fill")!.Value, Opacity: pair.Second.Attribute("fill-opacity"))).Distinct().ToList();

        Assert.True(boxes.Count >= 3, string.Join(' ', boxes));
        Assert.All(boxes, box => Assert.True(box.Opacity is null && Contrast(box.Ground, box.Text) >= 4.5, $"{box}: {Contrast(box.Ground, box.Text)}"));

        static bool Between(XElement box, string from, string extent, XElement text) =>
            Number(text.Attribute(from)!.Value) - Number(box.Attribute(from)!.Value) is var at && at >= 0 && at <= Number(box.Attribute(extent)!.Value);
    }

    [Fact]
    public async Task A_shared_page_is_a_tint_of_the_text_s_colour_and_so_pale_in_no_theme()
    {
        var (picture, map) = (Picture.PageTables((await Real.Value).Run), Chart.PageMap((await Real.Value).Run));

        Assert.DoesNotContain("#D9DEE4", picture.ToDisplayString(Html), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("#D9DEE4", $"{map.Json}{map.ToDisplayString(Html)}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Copies_that_nobody_compared_are_not_called_identical()
    {
        var run = (await Real.Value).Run with { Comparison = Reading.None<PageDiff>("The memory of the parent may not be read.") };

        var (tables, map) = (Picture.PageTables(run), Chart.PageMap(run));
        var ofMap = XDocument.Parse(map.ToDisplayString(Svg)).Descendants().Select(element => element.Value).ToList();
        foreach (var (words, texts) in new[] { (tables.ToString(), Texts(tables)), (map.ToString(), ofMap) })
        {
            Assert.Contains("copied, not compared", texts);
            Assert.DoesNotContain("identical", $"{words} {string.Join(' ', texts)}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_without_copies_is_drawn_as_shared_and_a_run_without_a_page_map_as_an_idea_that_was_not_measured()
    {
        var none = Picture.PageTables((await Real.Value).Noop);

        Assert.StartsWith("No page was copied", none.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("copied", Texts(none));
        Assert.Contains("not measured here", Picture.PageTables(Recorded).ToString(), StringComparison.Ordinal);
        Assert.Contains("a recording", Picture.PageTables(Recorded).ToString(), StringComparison.Ordinal);
        Assert.Contains("not measured here", Picture.PageTables((await Real.Value).Killed).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_has_the_address_of_an_element_and_the_written_word_lies_on_a_page_that_was_predicted()
    {
        var heap = (await Real.Value).Heap;
        var picture = Picture.Object(heap, Word.HeaderWord);
        var element = heap.Places!.Typical!.Value;
        var texts = Texts(picture);
        var page = (element.Placed.Address - 4) / (ulong)Run.PageSize;

        Assert.True(element.Placed.IsElement);
        Assert.Equal(element.Placed, heap.Places.At(element.Start));
        Assert.Contains($"0x{element.Placed.Address:x}", texts[0], StringComparison.Ordinal);
        Assert.Contains($"The word that is written: the header word, at 0x{element.Placed.Address - 4:x}.", picture.ToString(), StringComparison.Ordinal);
        Assert.True(heap.Pages(Word.HeaderWord)!.Contains(page));
        Assert.Contains($"{page * (ulong)Run.PageSize:x}", texts);
        // 24 bytes each.
        var whole = heap.Places.On(page).Count(one => one.Start >= page * (ulong)Run.PageSize && one.End <= (page + 1) * (ulong)Run.PageSize);
        Assert.InRange(whole, 169, 170);
        Assert.Contains($"holds {whole} elements whole", picture.ToString(), StringComparison.Ordinal);
        Assert.Contains("4 bytes, written", texts);
    }

    [Fact]
    public async Task A_layout_in_parent_txt_agrees_with_the_words_that_the_parent_names()
    {
        var (heap, names) = ((await Real.Value).Heap, (await Real.Value).Names);
        var words = heap.WordsOf("System.Int64", 24, 8)!;

        Assert.Equal((-8, 24), (words[0].Offset, words.Sum(word => word.Bytes)));
        Assert.All(words, word => Assert.Equal(names.First(name => !(word.Offset < name.From) && !(word.Offset >= name.To)).Name, word.Name));
        Assert.Equal(["padding", "header word", "method table", "length", "elements"], heap.WordsOf("System.Object[]", 8 + 16 + 80, 8)!.Select(word => word.Name));
        // A collector's header of another size: another version.
        Assert.Null(new AllocatedHeap(heap.Heap, null).WordsOf("System.Int64", 24, 8));
        Assert.NotEqual(words, heap.WordsOf("System.Int64", 24, 16));
    }

    [Fact]
    public async Task A_recorded_heap_has_the_words_and_no_address()
    {
        await using var lab = await Laboratory.OpenOrRecordedAsync(
            Runtime.CPython("/nowhere/python3"), new { Size = 10 }, Path.Combine(Source.Root, "data", "cpython-iterate.csv"), cancel: TestContext.Current.CancellationToken);
        var picture = Picture.Object(await lab.SizeAsync("long_list", TestContext.Current.CancellationToken), Word.ReferenceCount);

        Assert.Equal(["reference count", "type", "size and sign", "digits"], Texts(picture).Intersect(["reference count", "type", "size and sign", "digits"]));
        Assert.DoesNotContain("0x", picture.ToString(), StringComparison.Ordinal);
        Assert.Contains("not described", Picture.Object(new AllocatedHeap(Heap.Integers(5), null), Word.ReferenceCount).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_of_a_fault_is_that_of_a_fault_of_the_run()
    {
        var run = (await Real.Value).Run;
        Requires.That(run.Faults is not null, run.Trace.Why);
        var faults = run.Faults!;
        var example = faults.Examples.Single(one => one.Cause == FaultCause.Copy);
        var picture = Picture.FaultPath(faults, FaultCause.Copy).ToString()!;

        Assert.Equal(faults.ByCause.Select(one => one.Cause).Order(), faults.Examples.Select(one => one.Cause));
        Assert.True(run.Copied!.Contains(example.Address / (ulong)Run.PageSize));
        Assert.Equal("header word of System.Int64", example.Touched);
        Assert.Contains($"address: 0x{example.Address:x}", picture, StringComparison.Ordinal);
        Assert.Contains("do_wp_page → wp_page_copy", picture, StringComparison.Ordinal);
        Assert.DoesNotContain("wp_page_reuse", picture, StringComparison.Ordinal);
        Assert.Contains($"(one of {faults.CountOf(FaultCause.Copy):N0}, kind copy)", string.Join(' ', Texts(Picture.FaultPath(run))), StringComparison.Ordinal);
        Assert.All(faults.ByCause, cause => Assert.DoesNotContain(Texts(Picture.FaultPath(faults, cause.Cause)), text => text.EndsWith('…')));
        Assert.Contains("There are these: copy", Assert.Throws<LabUsageException>(() => Picture.FaultPath(faults, FaultCause.Swap)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_fault_was_traced_all_ways_are_shown_and_why_and_a_child_that_was_killed_has_its_own_way()
    {
        var killed = Picture.FaultPath((await Real.Value).Killed).ToString()!;

        Assert.Contains("a recording", Picture.FaultPath(Recorded).ToString(), StringComparison.Ordinal);
        Assert.Contains("TraceFaults", Picture.FaultPath(Recorded with { IsRecorded = false }).ToString(), StringComparison.Ordinal);
        Assert.Contains("wp_page_reuse", Picture.FaultPath(Recorded).ToString(), StringComparison.Ordinal);
        Assert.Contains("bad_area", killed, StringComparison.Ordinal);
        Assert.DoesNotContain("handle_mm_fault", killed, StringComparison.Ordinal);
        Assert.Contains("SIGSEGV", killed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fork_has_as_many_children_as_asked_for_or_says_how_many_are_not_drawn()
    {
        Assert.Contains("child 3", Texts(Picture.Fork(3)));
        Assert.Contains("more children", string.Join(' ', Texts(Picture.Fork(40))), StringComparison.Ordinal);
        Assert.Contains("41 page tables", Picture.Fork(40).ToString(), StringComparison.Ordinal);
        Assert.Contains("1 or more", Assert.Throws<LabUsageException>(() => Picture.Fork(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_has_the_pages_of_each_member()
    {
        var family = (await Real.Value).Family;
        var picture = Picture.Family(family);

        Assert.All(family.Members, member => Assert.Contains(member.ToString(), picture.ToString(), StringComparison.Ordinal));
        Assert.All(family.Members, member => Assert.Contains(Texts(picture), text => text.StartsWith($"{member.Pid} ", StringComparison.Ordinal)));
        Assert.True(family.Members.Count > 1);
    }

    // Web Content Accessibility Guidelines 2.1, contrast ratio.
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        static double Luminance(string colour) => new[] { 0.2126, 0.7152, 0.0722 }.Select((weight, i) =>
        {
            var value = int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return weight * (value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4));
        }).Sum();
    }

    private static async Task<IReadOnlyList<Picture>> AllAsync()
    {
        var real = await Real.Value;
        var hostile = new FaultTrace([new(FaultCause.New, Hostile, Hostile, Hostile, 1)], 0, true)
        {
            Examples = [new(FaultCause.New, ulong.MaxValue, PageTraits.None, Hostile, string.Concat(Enumerable.Repeat(Hostile, 5)), new string('x', 300), TimeSpan.FromDays(3))],
        };
        List<Picture> all =
        [
            Picture.Fork(1), Picture.Fork(3), Picture.Fork(40), Picture.Family(), Picture.Family(real.Family), Picture.FaultPath(), Picture.FaultPath(Recorded), Picture.FaultPath(real.Killed),
            Picture.FaultPath(hostile, FaultCause.New), Picture.PageTables(Recorded),
            Picture.PageTables(real.Run), Picture.PageTables(real.Noop), Picture.PageTables(real.Killed), Picture.PageTables(real.OfParent),
            Picture.Object(real.Heap, Word.HeaderWord), Picture.Object(real.Heap, new Word(Hostile)), Picture.Object(new AllocatedHeap(Heap.Integers(5), null), new Word(Hostile)),
        ];
        if (real.Run.Faults is { } faults) all.AddRange(faults.ByCause.Select(one => Picture.FaultPath(faults, one.Cause)));
        return all;
    }

    private static async Task<Measured> MeasureAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await Laboratory.OpenAsync(options: new LabOptions { TraceFaults = true, BothSides = true }, cancel: cancel);
        var heap = await lab.AllocateAsync(Heap.BoxedIntegers(20_000), cancel);
        await using var child = await lab.ForkAsync(cancel: cancel);
        var noop = await child.RunAsync(Workload.Noop, cancel: cancel);
        var run = await child.RunAsync(Workload.Lock, cancel: cancel);
        var parents = new ProcFs().Process(lab.ParentPid).Pages(frames: true);
        var family = Attach.To(child.Pid);
        var ofParent = await lab.RunAsync(Workload.Lock, cancel);
        var killed = await child.RunAsync(Workload.InvalidAccess, cancel: cancel);
        return new(heap, noop, run, parents, family, ofParent, killed, [.. lab.Description.Words.Select(word => (word.From, word.To, word.Name))]);
    }

    /// <summary>What is drawn in a page.</summary>
    private static XElement InPage(Picture picture) => XDocument.Parse($"<div>{picture.ToDisplayString(Html)}</div>").Descendants().First(element => element.Name.LocalName == "svg");

    private static List<string> Texts(Picture picture) =>
        [.. InPage(picture).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Measured(
        AllocatedHeap Heap, Run Noop, Run Run, PageMap Parents, Family Family, Run OfParent, Run Killed, IReadOnlyList<(long? From, long? To, string Name)> Names);

    /// <summary>Where a text is, by the average width of letters in DejaVu, the widest of the usual fonts: 0.52 of their size, bold 0.57, monospaced 0.6.</summary>
    private sealed record Extent(string Text, double Left, double Right, double Top, double Bottom)
    {
        public static Extent Of(XElement text)
        {
            var (x, y, size) = (Number(text.Attribute("x")!.Value), Number(text.Attribute("y")!.Value), Number(text.Attribute("font-size")!.Value));
            var isMono = text.Attribute("font-family")?.Value.Contains("mono", StringComparison.Ordinal) == true;
            var width = text.Value.Length * size * (isMono ? 0.6 : text.Attribute("font-weight") is null ? 0.52 : 0.57);
            var left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
            return new(text.Value, left, left + width, y - (size * 0.75), y + (size * 0.2));
        }

        public bool Overlaps(Extent other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
