using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Guessing;

/// <summary>
/// How people come to a wrong number of copied pages. A row each: the number, computed from the run's own facts, and the sentence. The first of equally
/// near rows answers.
/// </summary>
internal static class PageMisconceptions
{
    private const int Kilobyte = 1024, Megabyte = Kilobyte * Kilobyte;

    // CPython since 3.10: a pool of 16 kB begins with 48 bytes of its own, and an int takes 32 (Include/internal/pycore_obmalloc.h).
    private const double PoolPages = 4, IntsInPool = 510;

    /// <summary>The rows for a run.</summary>
    public static IEnumerable<Misconception> Of(GuessFacts facts) => facts.IsFree ? OfNothing(facts) : OfCopies(facts);

    private static IEnumerable<Misconception> OfNothing(GuessFacts facts)
    {
        var why = facts.Run.Runtime switch
        {
            "dotnet" => "A page is copied only when something on it is written, and .NET counts no references: looking at an object leaves it alone.",
            _ => "A page is copied only when something on it is written, and this code wrote next to nothing there.",
        };
        if (facts.Run.Runtime == "dotnet")
            yield return new(PoolPages * facts.Count / IntsInPool,
                $"That is how many pages a child copies that reads as many ints in CPython, which counts the references to each in the int itself. {why}");
        yield return new(facts.WordPages, $"That is how many pages the elements lie on. {why}");
        yield return new(facts.ElementBytes / GuessFacts.Page, $"That is how many pages the elements fill. {why}");
        yield return new(facts.DeepBytes / GuessFacts.Page, $"That is how many pages the whole heap fills. {why}");
        yield return new(facts.ReferenceBytes / GuessFacts.Page, $"That is how many pages the references to the elements fill. {why}");
        yield return new(facts.Count, $"That is how many elements there are. {why}");
        yield return new(facts.ResidentBytes / GuessFacts.Page, $"That is how many pages are resident in {facts.Who}. After a fork they are shared. {why}");
    }

    private static IEnumerable<Misconception> OfCopies(GuessFacts facts)
    {
        var page = GuessFacts.Page;
        var copied = (double)facts.Copied;
        var an = Wording.A(facts.Type);

        yield return new(0, facts.Run.Runtime == "python"
            ? "You expected reading not to write. In CPython whoever looks at an object counts its references up and down again, and that count is in the object: reading is a write."
            : "You expected that nothing is written. This code changed a word of the objects all the same: ask which.");
        yield return new(1, "One write copies one page, yes. But the words that are written lie on many pages, and each of these is copied once.");

        // Too few bytes for an element.
        if (facts.ReferenceBytes is { } references && facts.Count is { } held)
        {
            yield return new(references / page, $"You counted {facts.BytesA(references / held)}: that is the reference in the list, all that a shallow size sees. "
                + $"What is written is in the object behind it, and {an} takes {Bytes(facts.BytesEach)} of its own.");
        }

        foreach (var (bytes, what) in new[] { (4, "as in C"), (8, "as a bare number takes"), (16, "which is only the beginning of an object"), (24, "and left out a part of it") })
        {
            if (facts.Count is { } count && facts.BytesEach is { } each && bytes < 0.9 * each && (bytes != 8 || facts.ReferenceBytes is null))
                yield return new(bytes * count / page, $"You counted {facts.BytesA(bytes)}, {what}. Here {an} takes {Bytes(each)}, with all that its runtime keeps in it.");
        }

        if (facts.ElementBytes is { } own && facts.Distance > 1.03 * facts.BytesEach)
        {
            yield return new(own / page, $"You counted {facts.BytesA(facts.BytesEach!.Value)}, {(facts.Run.Runtime == "python" ? "as sys.getsizeof says" : "its size alone")}. "
                + $"From one to the next it is {Bytes(facts.Distance)}: the allocator rounds up, and there is something between them.");
        }

        // Too much memory.
        const string shared = "The list itself is only read: no word of it is written, and it stays shared.";
        yield return new(facts.ReferenceBytes is null ? null : facts.DeepBytes / page, $"You counted the whole heap, the references in the list too. {shared}");
        yield return new(copied + facts.ReferenceBytes / page, $"You counted the list's references too. {shared}");
        yield return new(facts.ResidentBytes / page, $"You counted all that is resident in {facts.Who} (RSS). A fork shares it, and only the pages that are written are copied.");
        yield return new(2 * copied, "You counted twice, once for each side. Only the one that writes gets a copy; the other keeps the original.");
        yield return new(copied / 2, "You counted half, as PSS does with a page that two share. A page is copied whole, and the copy is nobody else's.");
        yield return new(facts.Run.MinorFaultGrowth, "You counted page faults. Some of these copy nothing: they only map a page that is in memory already.");

        // Another unit.
        yield return new(facts.Count, $"You counted objects. A page of {Bytes(page)} holds about {Numbers.Count((long)Math.Round(facts.Count / copied ?? 0))} of them, and is copied only once.");
        foreach (var bytes in new[] { copied * page, facts.ElementBytes, facts.DeepBytes })
        {
            yield return new(bytes, $"You counted bytes. A page has {Numbers.Count((long)page)} of them: divide.");
            yield return new(bytes / Kilobyte, $"You counted kB. A page has {Numbers.Count((long)page / Kilobyte)} of them: divide.");
            yield return new(bytes / Megabyte, $"You counted MB. A MB has {Numbers.Count(Megabyte / (long)page)} pages: multiply.");
        }
    }

    private static string Bytes(double? bytes) => $"{Numbers.Count((long)Math.Round(bytes ?? 0))} bytes";
}
