using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Cow.Measuring;

/// <summary>Pages and faults for a person: the most frequent first, at most ten lines each.</summary>
internal static class MicroscopeText
{
    // With a number beside it a name of so many columns makes a row of 80; the JSON object has the whole.
    private const int MostRows = 10, MostColumns = 66;

    public static void WritePages(Run run)
    {
        Console.WriteLine();
        if (run.Diff is { } diff) Terminal.WriteParagraph(diff.ToString());
        if (run.Pages is { } pages)
        {
            var table = Terminal.Table(2, "what happened to a page", "pages", "USS pages");
            foreach (var change in Enum.GetValues<PageChange>().Where(change => pages.Changes.Count(change) > 0))
                Terminal.AddRow(table, Name(change), $"{pages.Changes.Count(change):N0}", $"{pages.Changes.UssGrowthOf(change):N0}");
            Terminal.Write(table);
            var places = Terminal.Table(2, "copied pages lie in", "pages");
            foreach (var (mapping, count) in pages.ByMapping(pages.Copied).Take(MostRows)) Terminal.AddRow(places, mapping, $"{count:N0}");
            Terminal.Write(places);
            Terminal.WriteParagraph($"Copied where the runtime keeps objects: {run.HeapCopied}; memory of the runtime itself: {run.RuntimeCopied}.");
            WriteTypes(run);
            if (pages is { ElementsCopied: { } elements, BytesPerElement: { } price })
                Terminal.WriteParagraph($"{elements:N0} elements lie on copied pages: {price:N1} bytes were copied for each.");
            Console.WriteLine();
        }

        if (run.Diff is not { Words.Count: > 0 } different) return;
        var words = Terminal.Table(2, "copies differ in", "objects", "bytes");
        foreach (var word in different.Words.Take(MostRows)) Terminal.AddRow(words, word.Word, word.Objects > 0 ? $"{word.Objects:N0}" : "", $"{word.Bytes:N0}");
        Terminal.Write(words);
    }

    public static void WriteFaults(FaultTrace faults)
    {
        Terminal.WriteParagraph(faults.ToString());
        var table = Terminal.Table(2, "faults", "count");
        foreach (var group in faults.Groups.Take(MostRows))
            Terminal.AddRow(table, Terminal.PrintableWithin($"{Name(group.Cause)}: {group.Touched}, by {group.Symbol}", MostColumns), $"{group.Count:N0}");
        Terminal.Write(table);
    }

    private static void WriteTypes(Run run)
    {
        if (run.CopiedTypes is not { Count: > 0 } types) return;
        var table = Terminal.Table(2, "objects on copied pages", "objects", "their bytes there", "differing bytes");
        foreach (var type in types.Take(MostRows)) Terminal.AddRow(table, type.Type, $"{type.Objects:N0}", $"{type.Bytes:N0}", $"{type.DifferingBytes:N0}");
        Terminal.Write(table);
    }

    private static string Name(Enum value) => ReconciliationJson.Name(value);
}
