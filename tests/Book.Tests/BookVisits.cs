using Microsoft.Playwright;

namespace CowNotebooks.Tests.Books;

/// <summary>Every page of the book, on a wide and on a narrow screen, light and dark: looked at once.</summary>
internal sealed class BookVisits(BookUnderTest book)
{
    // A folder for a screenshot of each, to be looked at.
    private const string Screenshots = "COW_SCREENSHOTS";

    private Task<IReadOnlyDictionary<string, PageVisit>>? _all;

    /// <summary>What was found, by page, width and colour scheme.</summary>
    public Task<IReadOnlyDictionary<string, PageVisit>> AllAsync() => _all ??= LookAsync();

    private async Task<IReadOnlyDictionary<string, PageVisit>> LookAsync()
    {
        var folder = Environment.GetEnvironmentVariable(Screenshots);
        var combinations = from width in new[] { 1280, 390 } from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } select (width, scheme);
        var found = await Task.WhenAll(combinations.Select(combination => LookAsync(combination.width, combination.scheme, folder)));
        return found.SelectMany(visits => visits).ToDictionary();
    }

    private async Task<List<KeyValuePair<string, PageVisit>>> LookAsync(int width, ColorScheme scheme, string? folder)
    {
        await using var window = await book.OpenAsync(width, scheme);
        // What axe finds depends on the colours and on the layout, each of which is looked at once; it takes a third of the time.
        var audits = (width, scheme) is (1280, ColorScheme.Light) or (390, ColorScheme.Dark);
        var visits = new List<KeyValuePair<string, PageVisit>>();
        foreach (var file in book.Pages)
        {
            var name = $"{Path.GetFileNameWithoutExtension(file)}-{width}-{scheme}";
            visits.Add(new(name, await PageVisit.ToAsync(window.Pages[0], book.Address(file), folder is null ? null : Path.Combine(folder, $"{name}.png"), audits)));
        }
        return visits;
    }
}
