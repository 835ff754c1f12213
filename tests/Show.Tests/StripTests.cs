using System.Globalization;
using System.Text.RegularExpressions;
using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests.Show;

/// <summary>What the HTML of a run says of each page, against the run.</summary>
public sealed class StripTests
{
    private static readonly LabOptions Traced = new() { TraceFaults = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_page_of_a_run_that_differs_has_its_kind_objects_writer_frame_and_bytes()
    {
        var run = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(20_000), Workload.Hash, options: Traced, cancel: Cancel)).Run;

        var strip = DecodesTo(run);
        Assert.NotEmpty(run.Diff!.Differing.Pages);
        Assert.NotEmpty(strip.Bytes);
        Assert.Equal("header word", (string?)strip.Json["word"]);
    }

    [Fact]
    public async Task Each_page_of_a_run_whose_copies_are_identical_has_its_kind_objects_writer_and_frame()
    {
        Requires.Runtime("python");
        var run = await IterateAsync(100_000, Traced);

        DecodesTo(run);
        Assert.True(run.Identical > 500);
        Assert.Equal("reference count", run.Prediction.Value!.Word);
    }

    [Fact]
    public async Task A_list_of_a_million_takes_less_than_40_kB_and_a_run_with_little_order_less_than_100()
    {
        Requires.Runtime("python");
        var iterated = await IterateAsync(1_000_000, Traced);
        var (hashed, written) = (await InDotNetAsync(1_000_000, Workload.Hash), await InDotNetAsync(1_000_000, Workload.WriteEveryNthPage(3)));

        Assert.True(iterated.Copied!.Count > 7_000);
        Assert.InRange(Strip.Html(iterated).Length, 20_000, 40_000);
        Assert.InRange(Strip.Html(hashed).Length, 20_000, 100_000);
        Assert.InRange(Strip.Html(written).Length, 20_000, 100_000);
        DecodesTo(iterated);
        DecodesTo(hashed);
        DecodesTo(written);
    }

    [Fact]
    public async Task What_has_no_room_is_left_out_at_the_end_and_said_so()
    {
        Requires.Runtime("python");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel);
        await lab.RunAsync("import random\nrandom.seed(1)\nwords = ['x' * random.randrange(1, 400) for i in range(60_000)]", Cancel);
        await lab.SizeAsync("words", Cancel);
        var run = await (await lab.ForkAsync(cancel: Cancel)).RunAsync("for word in words: pass", cancel: Cancel);
        var strip = DecodesTo(run);

        Assert.True((bool)strip.Json["rowsCut"]!);
        Assert.InRange(Strip.Html(run).Length, 20_000, 100_000);
    }

    [Fact]
    public async Task Without_a_trace_a_name_or_a_child_the_strip_says_what_to_do()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("var list = new object[20_000]; for (var i = 0; i < list.Length; i++) list[i] = (long)i;", Cancel);
        var alone = await lab.RunAsync("list[0] = 5L;", Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        var strip = DecodesTo(await child.RunAsync("foreach (var one in list) System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(one);", cancel: Cancel));

        Assert.Contains("lab.SizeAsync", (string?)strip.Json["noObjects"], StringComparison.Ordinal);
        Assert.Contains("TraceFaults = true", (string?)strip.Json["untraced"], StringComparison.Ordinal);
        Assert.Empty(strip.Writers);
        // The parent had no child: nobody knows whether its copies are identical.
        Assert.Null(alone.Diff);
        Assert.DoesNotContain("copied, identical", Strip.Html(alone), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_and_style_of_a_strip_are_small_and_say_nothing_to_readers_of_the_source()
    {
        var html = Strip.Html(await InDotNetAsync(20_000, Workload.Hash));
        var script = Regex.Match(html, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;

        Assert.InRange(script.Length, 1, 16_000);
        Assert.DoesNotMatch("//|/[*]", script.Replace("http://www.w3.org", "", StringComparison.Ordinal));
        Assert.InRange(Regex.Matches(html, "<style>(.*?)</style>", RegexOptions.Singleline).Sum(style => style.Length), 1, 3_600);
    }

    [Fact]
    public void A_recorded_run_has_no_strip()
    {
        Assert.DoesNotContain("cow-strip", Strip.Html(Samples.Report().Run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_with_a_hostile_name_stays_text()
    {
        Requires.Runtime("python");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel);
        await lab.RunAsync("kind = type('''\"></div><script>alert('&amp;')</script>''', (), {})\nheap = [kind() for i in range(20_000)]", Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("heap");
        var run = await child.RunAsync("for one in heap: pass", cancel: Cancel);
        var html = Strip.Html(run);

        Assert.Single(Regex.Matches(html, "<script"));
        Assert.DoesNotContain("alert('", html, StringComparison.Ordinal);
        Assert.Contains(Strip.Of(run).Rows, row => row.Type == "\"></div><script>alert('&amp;')</script>");
    }

    [Fact]
    public async Task A_member_of_a_family_has_a_strip_with_its_columns_and_the_family_carries_the_script_once()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(20_000), Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        await child.RunAsync(Workload.Hash, cancel: Cancel);
        var family = Attach.To(child.Pid, cancel: Cancel);
        var html = Strip.Html(family);

        Assert.Single(Regex.Matches(html, "<script"));
        Assert.Equal(family.Members.Count, Regex.Count(html, "data-pages='"));
        foreach (var (member, strip) in family.Members.Zip(Strip.All(html)))
            Assert.Equal(member.Outline.Sum(part => part.Counts[PageShare.Different]),
                strip.Columns.Sum(column => strip.Kinds.Zip(column.Skip(2)).Where(kind => kind.First == "private, different").Sum(kind => kind.Second)));
    }

    [Fact]
    public async Task One_page_that_changed_among_thousands_can_be_seen()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("var numbers = new long[1_000_000]; System.Array.Fill(numbers, 1L);", Cancel);
        var run = await (await lab.ForkAsync(cancel: Cancel)).RunAsync("numbers[100] = 7;", cancel: Cancel);
        var changed = Regex.Matches(Strip.Html(run), "<path fill=[^>]*>").SelectMany(path => Regex.Matches(path.Value, @"v(\d+)h-"))
            .Select(height => int.Parse(height.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        Assert.True(run.Copied!.Count * 100 < Strip.Of(run).Pages.Count);
        Assert.NotEmpty(changed);
        Assert.All(changed, height => Assert.True(height >= 3));
    }

    [Fact]
    public async Task Among_thousands_of_pages_the_frames_of_those_that_changed_are_kept()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        // Blocks of half a page, one of which takes no part: their pages come in no order.
        await lab.RunAsync("var blocks = new byte[20_000][]; for (var i = 0; i < blocks.Length; i++) blocks[i] = new byte[2_000];", Cancel);
        var run = await (await lab.ForkAsync(cancel: Cancel)).RunAsync("for (var i = 0; i < 100; i++) blocks[i * 199][7] = 1;", cancel: Cancel);
        var strip = DecodesTo(run);

        Assert.InRange(run.Copied!.Count, 100, 250);
        foreach (var page in run.Copied.Pages.Where(strip.Pages.Contains))
        {
            var ordinal = strip.Pages.ToList().IndexOf(page);
            Assert.Equal(run.Pages!.After.FrameOf(page), strip.Frames[ordinal].Frame);
            Assert.Equal(run.Pages.Before.FrameOf(page), strip.Originals[ordinal].Frame);
        }
    }

    [Fact]
    public async Task As_text_the_strip_is_a_line_of_blocks()
    {
        var text = Strip.Text(await InDotNetAsync(20_000, Workload.Hash));

        Assert.Contains(text.Split('\n'), line => line.Length is > 40 and <= 80 && line.All(character => "░▒▓█▄".Contains(character)));
    }

    /// <summary>Everything that its HTML says is what the run says, and only what has no room is missing.</summary>
    private static Strip DecodesTo(Run run)
    {
        var (strip, pages) = (Strip.Of(run), run.Pages!);
        ulong[] all = [.. pages.After.Spans.Where(span => (span.Traits & (PageTraits.Present | PageTraits.FileOrShared)) == PageTraits.Present)
            .SelectMany(span => Enumerable.Range(0, (int)span.Count).Select(i => span.FirstPage + (ulong)i))];
        Assert.Equal(all, strip.Pages);
        Assert.Equal(all.Select(pages.MappingOf), strip.Mappings);
        Assert.Equal(all.Select(page => (Kind(run, page), run.PredictedSet?.Contains(page) == true)), strip.Changes);

        var rows = run.Heap?.Places?.Rows.Select(row => (row.Kind.Type, row.Kind.AreElements, row.Start, row.Count, row.Size, row.Distance, row.BytesBefore)).ToList() ?? [];
        Assert.Equal((bool)strip.Json["rowsCut"]! ? rows.Take(strip.Rows.Count) : rows, strip.Rows);

        var faults = (run.Faults?.LastOfPages ?? []).Where(fault => all.AsSpan().BinarySearch(fault.Address / (ulong)Run.PageSize) >= 0).ToList();
        var writers = faults.Select(fault => (fault.Address, fault.Group.Touched, Start(fault.Group.Symbol), fault.Group.Cause.ToString().ToLowerInvariant())).ToList();
        Assert.Equal((bool)strip.Json["faultsCut"]! ? writers.Take(strip.Writers.Count) : writers, strip.Writers.Select(one => one with { Item3 = Start(one.Item3) }));
        if (run.Trace.IsThere)
            Assert.Equal(pages.Copied.Pages.Where(all.Contains), faults.Where(fault => fault.Group.Cause == CowNotebooks.Lab.Faults.FaultCause.Copy)
                .Select(fault => fault.Address / (ulong)Run.PageSize));

        Assert.NotEmpty(strip.Frames);
        foreach (var (page, (isKept, frame)) in all.Zip(strip.Frames))
        {
            Assert.Equal(isKept ? pages.After.FrameOf(page) : null, frame);
            if (!isKept) Assert.Equal("shared or unchanged", Kind(run, page));
        }

        foreach (var (page, (isKept, frame)) in all.Zip(strip.Originals))
            Assert.Equal((isKept || !pages.Copied.Contains(page), isKept && pages.Copied.Contains(page) ? pages.Before.FrameOf(page) : null), (true, frame));
        Assert.Equal((run.Diff?.Bytes ?? []).Take(strip.Bytes.Count).SelectMany(page => page.Stretches.Select(one => (page.Page, one.First, one.Count))), strip.Bytes.SelectMany(page => page));
        return strip;

        // Long names are cut.
        static string Start(string name) => name[..Math.Min(80, name.Length)];
    }

    private static string Kind(Run run, ulong page) =>
        run.Pages!.New.Contains(page) ? "new"
        : run.Diff?.Differing.Contains(page) == true ? "copied, differing"
        : run.Diff?.Identical.Contains(page) == true ? "copied, identical"
        : run.Pages.Reused.Contains(page) ? "reused"
        : "shared or unchanged";

    private static async Task<Run> IterateAsync(long size, LabOptions options)
    {
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = size }, options, Cancel);
        await lab.RunAsync("long_list = list(range(Size))", Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("long_list", Word.ReferenceCount);
        return await child.RunAsync("for i in long_list: pass", cancel: Cancel);
    }

    private static async Task<Run> InDotNetAsync(long count, Workload workload) =>
        (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(count), workload, options: Traced, cancel: Cancel)).Run;
}
