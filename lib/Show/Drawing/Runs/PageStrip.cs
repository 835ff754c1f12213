using System.Globalization;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>Neighbouring pages of a strip.</summary>
/// <param name="First">The first page number.</param>
/// <param name="Last">The last one; pages between them that are not there are left out.</param>
/// <param name="Counts">How many there are of each kind, in the order of <see cref="PageStrip.Kinds"/>.</param>
internal sealed record StripPart(ulong First, ulong Last, IReadOnlyList<long> Counts)
{
    /// <summary>How many pages.</summary>
    public long Pages => Counts.Sum();

    /// <summary>The kind of most of its pages, by its place in <see cref="PageStrip.Kinds"/>.</summary>
    public int Most => Counts.Index().MaxBy(one => one.Item).Index;

    /// <summary>Both as one.</summary>
    public StripPart With(StripPart next) => new(First, next.Last, [.. Counts.Zip(next.Counts, (one, other) => one + other)]);
}

/// <summary>The anonymous pages of a process in the order of addresses, on one line: what each is, or what became of it.</summary>
/// <param name="Kinds">How the kinds of pages are drawn.</param>
/// <param name="Columns">The line: each stands for the same number of pages.</param>
internal sealed record PageStrip(IReadOnlyList<KindStyle> Kinds, IReadOnlyList<StripPart> Columns)
{
    /// <summary>At most so many columns.</summary>
    public const int MostColumns = 320;

    private const int TextColumns = 80;

    /// <summary>All of them together.</summary>
    public StripPart All { get; } = Columns.Aggregate((one, next) => one.With(next));

    /// <param name="run">A run.</param>
    /// <returns>Null when there is no page map, or no anonymous page.</returns>
    public static PageStrip? Of(Run run)
    {
        if (run.Pages is not { } pages) return null;
        var kinds = new PageKinds(run, pages);
        var anonymous = PageGrid.Anonymous(pages);
        var count = anonymous.Sum(span => (long)span.Count);
        if (count == 0) return null;
        var perColumn = (count + MostColumns - 1) / MostColumns;
        var columns = new List<StripPart>();
        var (first, last, counts, held) = (0UL, 0UL, new long[PageKinds.All.Count], 0L);
        foreach (var page in PageGrid.PagesOf(anonymous))
        {
            if (held == 0) first = page;
            last = page;
            counts[(int)kinds.Of(page)]++;
            if (++held < perColumn) continue;
            columns.Add(new(first, last, counts));
            (counts, held) = (new long[PageKinds.All.Count], 0);
        }

        if (held > 0) columns.Add(new(first, last, counts));
        return new(kinds.Styles, columns);
    }

    /// <summary>The kinds that occur, with how many pages: "7,839 copied, identical".</summary>
    public IEnumerable<(int Kind, string Text)> Legend() =>
        Kinds.Index().Where(one => All.Counts[one.Index] > 0).Select(one => (one.Index, $"{Numbers.Count(All.Counts[one.Index])} {one.Item.Name}"));

    /// <summary>"7f2a10000–7f2a3bfff: 812 copied, identical; 3 shared or unchanged".</summary>
    public string Describe(StripPart part)
    {
        var size = (ulong)Run.PageSize;
        var kinds = string.Join("; ", Kinds.Zip(part.Counts).Where(one => one.Second > 0).OrderByDescending(one => one.Second).Select(one => $"{Numbers.Count(one.Second)} {one.First.Name}"));
        return string.Create(CultureInfo.InvariantCulture, $"{part.First * size:x}–{((part.Last + 1) * size) - 1:x}: {kinds}");
    }

    /// <summary>The line in block characters, 80 columns at most; each stands for the kind of most of its pages.</summary>
    public string ToBlocks() => string.Concat(Gathered(TextColumns).Select(part => Kinds[part.Most].Block));

    /// <summary>The kinds that occur, each after its block character.</summary>
    public string BlockLegend() => string.Join("   ", Legend().Select(one => $"{Kinds[one.Kind].Block} {one.Text}"));

    /// <summary>The line in at most so many parts of about equal length.</summary>
    public IEnumerable<StripPart> Gathered(int most) =>
        Columns.Chunk((Columns.Count + most - 1) / most).Select(chunk => chunk.Aggregate((one, next) => one.With(next)));
}
