using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using static CowNotebooks.Show.Drawing.Runs.Sequence;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>
/// What the script of a strip knows of each page, as JSON. Pages are numbered in the order of addresses. The long parts are <see cref="Sequence"/>s, each
/// with a bound: what has no room is left out at the end, and the script says so.
/// </summary>
internal sealed record StripData
{
    private const int MostNames = 40, MostTypes = 100, LongestName = 90;
    private const string LeftOut = "_";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Bytes in a page.</summary>
    public int Size { get; } = Run.PageSize;

    /// <summary>How a line of pages is drawn: its height and the least of what changed, in pixels, and how many columns it may have.</summary>
    public int Height { get; } = PageStripPicture.Height;

    public int Least { get; } = PageStripPicture.LeastHeight;

    public int Most { get; } = PageStrip.MostColumns;

    /// <summary>What ids within the strip begin with.</summary>
    public required string Id { get; init; }

    /// <summary>The names of the kinds of pages; and of each kind its colour, whether that follows the theme, and whether it is hatched.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    public required IReadOnlyList<string> Colours { get; init; }

    public required IReadOnlyList<bool> Pale { get; init; }

    public required IReadOnlyList<bool> Hatched { get; init; }

    /// <summary>How many pages there are, and how many a column of the strip has.</summary>
    public required long Total { get; init; }

    public required long Per { get; init; }

    /// <summary>Columns, where the pages are not known one by one: first page number, last one, how many of each kind.</summary>
    public string Columns { get; init; } = "";

    /// <summary>Of each kind what it means, and whether it is a change; and which kind differs.</summary>
    public IReadOnlyList<string> Meanings { get; init; } = [];

    public IReadOnlyList<bool> Changing { get; init; } = [];

    public int Differing { get; } = (int)PageKind.Differing;

    /// <summary>Who waited.</summary>
    public string Other { get; init; } = "";

    /// <summary>Neighbouring pages: how many page numbers are left out before, how many pages, which of the mappings.</summary>
    public string Spans { get; init; } = "";

    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>Of neighbours twice the kind, and one more where a copy was predicted.</summary>
    public string Changes { get; init; } = "";

    public bool IsPredicting { get; init; }

    /// <summary>The word of the elements that was predicted to be written.</summary>
    public string? Word { get; init; }

    /// <summary>What the words of an object are called: from byte, to byte, name.</summary>
    public IReadOnlyList<object?[]> Words { get; init; } = [];

    /// <summary>Rows of neighbouring objects: which of the types, unless it is that of the row before; how many bytes are left out before, how many.</summary>
    public string Rows { get; init; } = "";

    public bool RowsCut { get; init; }

    /// <summary>Name, whether they are elements, bytes before the address, from one to the next, bytes of each.</summary>
    public IReadOnlyList<object[]> Types { get; init; } = [];

    /// <summary>What the elements are elements of, and how many it has; or why the objects are not known.</summary>
    public string Heap { get; init; } = "";

    public long Elements { get; init; }

    public string? NoObjects { get; init; }

    /// <summary>Of neighbours which of the writers, and at which byte of the page; "_" and a byte of an object is the first object with that byte on the page.</summary>
    public string Faults { get; init; } = "";

    public bool FaultsCut { get; init; }

    /// <summary>What was touched, by which code, and what the fault did.</summary>
    public IReadOnlyList<string[]> Writers { get; init; } = [];

    /// <summary>Why there is no writer.</summary>
    public string Untraced { get; init; } = "";

    /// <summary>
    /// Of neighbours by how much each frame number differs from the one after its neighbour's; nothing where there is none, "_" where it has no room. That of
    /// copied pages before the copy likewise.
    /// </summary>
    public string Frames { get; init; } = "";

    public string Originals { get; init; } = "";

    public string? NoFrames { get; init; }

    /// <summary>Of some pages where bytes differ: the page, then the first byte and how many, again and again.</summary>
    public string Bytes { get; init; } = "";

    /// <summary>What is known of the columns of a strip alone.</summary>
    public static StripData Of(PageStrip strip, string id) => new()
    {
        Id = id,
        Kinds = [.. strip.Kinds.Select(kind => kind.Name)],
        Colours = [.. strip.Kinds.Select(kind => kind.Colour)],
        Pale = [.. strip.Kinds.Select(kind => kind.IsPale)],
        Hatched = [.. strip.Kinds.Select(kind => kind.Hatch > 0)],
        Total = strip.Columns.Count,
        Per = 1,
        Columns = ColumnsOf(strip),
    };

    /// <summary>What is known of the pages of a run.</summary>
    public static StripData Of(Run run, PageStrip strip, string id)
    {
        if (run.Pages is not { } pages) return Of(strip, id);
        var list = new PageList(pages);
        var (by, other) = (Wording.Of(run.By), Wording.Of(run.By == Role.Child ? Role.Parent : Role.Child));
        var (kinds, predicted) = (new PageKinds(run, pages), run.PredictedSet ?? PageRanges.None);
        var changes = Stretches(list.Pages.Select(page => (Number(((int)kinds.Of(page) * 2) + (predicted.Contains(page) ? 1 : 0)), 1L)));
        var ((spans, keptSpans), (changesText, keptChanges)) = (Write(list.Tokens, 4000), Write(changes, 10_000));
        return (Of(strip, id) with
        {
            Total = list.Count,
            Per = strip.Columns[0].Pages,
            Columns = keptSpans == list.Tokens.Count && keptChanges == changes.Count ? "" : ColumnsOf(strip),
            Meanings = Meaning(by, other, run),
            Changing = [.. PageKinds.All.Index().Select(kind => kind.Index is not ((int)PageKind.Shared or (int)PageKind.Reused))],
            Other = other,
            Spans = spans,
            Maps = [.. list.Mappings.Select(Cut)],
            Changes = changesText,
            IsPredicting = run.PredictedSet is not null,
            Word = run.Prediction.Value?.Word,
            Words = [.. pages.Words.Select(word => new object?[] { word.From, word.To, word.Name })],
            Untraced = run.Trace.IsThere ? "not recorded" : run.Trace.Why is { Length: > 0 } why ? $"not traced: {why}" : "not traced: open the laboratory with new LabOptions { TraceFaults = true }",
            Frames = FramesOf(list, pages.After.FrameOf, page => kinds.Of(page) != PageKind.Shared),
            Originals = FramesOf(list, page => pages.Copied.Contains(page) ? pages.Before.FrameOf(page) : null, pages.Copied.Contains),
            NoFrames = pages.After.HasFrames ? "not kept with the strip, which would be too large" : "hidden: only root sees frame numbers",
            Bytes = BytesOf(run.Diff, list),
        }).WithObjects(run, out var rows).WithFaults(run.Faults, list, rows);
    }

    /// <summary>As JSON, in which no apostrophe and no angle bracket occurs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Web);

    private static string ColumnsOf(PageStrip strip) =>
        Write([.. strip.Columns.Select(column => string.Join('.', column.Counts.Select(Number).Prepend(Number(column.Last)).Prepend(Number(column.First))))], 16_000).Text;

    private static string[] Meaning(string by, string other, Run run) =>
    [
        $"it was not copied: still shared, the {by}'s own before the run, or only read and so the zero page",
        $"it became the {by}'s alone without a copy",
        $"the {by} touched it for the first time",
        run.Diff is null ? $"the {by} has a private copy of it, whose bytes were not compared" : $"the {by} wrote it and so has a private copy, and yet not one byte differs from the {other}'s",
        $"the {by} wrote it and has a private copy, which differs from the {other}'s",
    ];

    private StripData WithFaults(FaultTrace? trace, PageList list, IReadOnlyList<ObjectRow> rows)
    {
        if (trace is null) return this;
        var groups = trace.Groups.Take(MostNames).ToList();
        var numbers = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        var faults = new List<(string, long)>();
        var at = 0L;
        foreach (var fault in trace.LastOfPages)
        {
            var page = fault.Address / (ulong)Run.PageSize;
            if (list.Ordinal(page) is not { } ordinal) continue;
            faults.Add(("", ordinal - at));
            // The last of the writers stands for all others.
            faults.Add(($"{Number(numbers.GetValueOrDefault(fault.Group, groups.Count))}.{Place(fault.Address, page, rows)}", 1));
            at = ordinal + 1;
        }

        var stretches = Stretches(faults);
        var (text, kept) = Write(stretches, 8000);
        return this with
        {
            Writers = [.. groups.Select(group => new[] { Cut(group.Touched), Cut(group.Symbol), group.Cause.ToString().ToLowerInvariant() }),
                ["another word", "other code", "not among the most frequent"]],
            Faults = text,
            FaultsCut = kept < stretches.Count,
        };
    }

    // Mostly the first object with that byte on the page, "_" and the byte of the object; else the byte of the page.
    private static string Place(ulong address, ulong page, IReadOnlyList<ObjectRow> rows)
    {
        var (from, to) = (page * (ulong)Run.PageSize, (page + 1) * (ulong)Run.PageSize);
        var inPage = Number(address - from);
        if (Intervals.LastFrom(rows, address, row => row.Start) is not (>= 0 and var at) || rows[at].ObjectAt(address) is not { } owner) return inPage;
        var inside = (long)(address - owner);
        return FirstWith(inside, from, to, rows) == address ? $"_{Number(inside)}" : inPage;
    }

    private static ulong? FirstWith(long inside, ulong from, ulong to, IReadOnlyList<ObjectRow> rows)
    {
        for (var i = Math.Max(0, Intervals.LastFrom(rows, from, row => row.Start)); i < rows.Count && rows[i].Start < to; i++)
        {
            var (first, after) = rows[i].Touching(from, to);
            // The first may have that byte on the page before; the second has not.
            for (var nth = first; nth < Math.Min(after, first + 2); nth++)
            {
                var address = (ulong)((long)(rows[i].Start + ((ulong)nth * rows[i].Distance) + rows[i].BytesBefore) + inside);
                if (address >= from && address < to) return address;
            }
        }

        return null;
    }

    // Of all pages; where that has no room, of those that changed.
    private static string FramesOf(PageList list, Func<ulong, ulong?> frameOf, Predicate<ulong> changed)
    {
        var (all, kept) = Frames(_ => true);
        return kept ? all : Frames(changed).Text;

        (string Text, bool IsAll) Frames(Predicate<ulong> isKept)
        {
            var last = 0UL;
            var stretches = Stretches(list.Pages.Select(page =>
            {
                if (!isKept(page)) return (LeftOut, 1L);
                if (frameOf(page) is not { } known) return ("", 1L);
                var step = Number((long)known - (long)last - 1);
                last = known;
                return (step, 1L);
            }));
            var (text, count) = Write(stretches, 3000);
            return (text, count == stretches.Count);
        }
    }

    private static string BytesOf(PageDiff? diff, PageList list) => Write(
        [.. (diff?.Bytes ?? []).Select(page => (Ordinal: list.Ordinal(page.Page), page.Stretches)).Where(page => page.Ordinal is not null).Select(page =>
            $"{Number(page.Ordinal!.Value)}.{string.Join('.', page.Stretches.Select(one => $"{Number(one.First)}.{Number(one.Count)}"))}")], 4000).Text;

    private StripData WithObjects(Run run, out IReadOnlyList<ObjectRow> kept)
    {
        kept = [];
        if (run.Heap is not { } heap) return this with { NoObjects = "not known: name the variable before the run, by #!child --predict NAME or lab.SizeAsync(\"NAME\")" };
        if (heap.Places is not { } places)
            return this with { NoObjects = $"not known: where the objects of {Cut(heap.Heap.Name)} are, its runtime does not say, or they are too scattered to be listed" };
        var types = new Dictionary<(ObjectKind Kind, ulong Before, ulong Distance, ulong Size), int>();
        var tokens = new List<string>();
        var (end, last) = (0UL, -1);
        foreach (var row in places.Rows)
        {
            var type = (row.Kind, row.BytesBefore, row.Distance, row.Size);
            if (!types.TryGetValue(type, out var number))
            {
                // Objects of very many sizes: the rest is left out, as what has no room.
                if (types.Count == MostTypes) break;
                types[type] = number = types.Count;
            }

            tokens.Add($"{(number == last ? "" : $"{Number(number)}.")}{Number((long)row.Start - (long)end)}.{Number(row.Count)}");
            (end, last) = (row.End, number);
        }

        var (text, count) = Write(tokens, 16_000);
        kept = [.. places.Rows.Take(count)];
        return this with
        {
            Heap = Cut(heap.Heap.Name),
            Elements = places.Elements,
            Rows = text,
            RowsCut = count < places.Rows.Count,
            Types = [.. types.Keys.Select(type => new object[] { Cut(type.Kind.Type), type.Kind.AreElements, type.Before, type.Distance, type.Size })],
        };
    }

    private static string Cut(string name) => name.Length <= LongestName ? name : string.Create(CultureInfo.InvariantCulture, $"{name[..LongestName]}…");
}
