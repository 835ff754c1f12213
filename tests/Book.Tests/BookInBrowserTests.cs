using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CowNotebooks.Tests.Books;

/// <summary>The book as readers see it: every page in a real browser, at 1280 and at 390 pixels, light and dark, and on paper.</summary>
public sealed class BookInBrowserTests(BookUnderTest book) : IClassFixture<BookUnderTest>
{
    // Closed answers and undrawn charts, as they are when the paper is printed.
    private const string WatchPrinting = """
        () => addEventListener("beforeprint", () => {
          const isShown = e => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0;
          globalThis.missingOnPaper = [
            ...[...document.querySelectorAll("main details:not(.words)")].filter(each => !each.open),
            ...[...document.querySelectorAll("main figure.chart")].filter(figure => ![...figure.querySelectorAll(":scope > img, :scope > .plot svg")].some(isShown)),
            ...[...document.querySelectorAll("header, nav, .words")].filter(isShown),
          ].map(each => each.outerHTML.slice(0, 120));
        })
        """;

    private const string Bars = """
        figure => {
          const plot = figure.querySelector(".plot");
          const bars = plot.data.filter(trace => trace.type === "bar");
          const names = new Set(bars.flatMap(trace => trace.orientation === "h" ? trace.y : trace.x).filter(name => typeof name === "string"));
          const isTurned = text => /rotate\((?!-?0,)/.test(text.getAttribute("transform") ?? "");
          return {
            names: names.size,
            lying: plot.querySelectorAll(".ytick").length,
            turned: [...plot.querySelectorAll(".xtick text, .ytick text")].filter(isTurned).length,
            share: plot._fullLayout._size.w / plot.clientWidth,
          };
        }
        """;

    private const string Links = """
        () => ({
          ids: [...document.querySelectorAll("[id]")].map(e => e.id),
          links: [...document.querySelectorAll("a[href], link[href], [src]")].map(e => e.getAttribute("href") ?? e.getAttribute("src")).filter(url => !/^[a-z]+:/.test(url)),
        })
        """;

    [Fact]
    public Task No_page_says_that_anything_is_wrong_or_missing() => NothingAsync(visit => visit.Errors);

    [Fact]
    public Task No_page_is_wider_than_the_screen() => NothingAsync(visit => visit.Wide);

    [Fact]
    public Task Every_chart_and_every_picture_is_drawn() => NothingAsync(visit => visit.Blank);

    [Fact]
    public Task No_page_has_what_keeps_readers_out() => NothingAsync(visit => visit.Barriers);

    [Fact]
    public async Task On_paper_are_all_charts_and_answers_and_no_navigation()
    {
        // A reader of dark pages has white paper too.
        await using var window = await book.OpenAsync(scheme: ColorScheme.Dark);
        var page = window.Pages[0];
        foreach (var file in book.Pages)
        {
            await page.GotoAsync(book.Address(file));
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await page.EvaluateAsync(WatchPrinting);
            var paper = await page.PdfAsync(new() { Format = "A4" });
            Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString(paper, 0, 4), StringComparison.Ordinal);
            None((await page.EvaluateAsync<string[]>("() => missingOnPaper")).Select(each => $"{file}: {each}"));
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
        }
    }

    [Fact]
    public async Task On_a_phone_bars_lie_so_that_their_names_are_level_and_leave_them_room()
    {
        await using var window = await book.OpenAsync(390);
        var page = window.Pages[0];
        var seen = 0;
        foreach (var file in book.Pages)
        {
            await page.GotoAsync(book.Address(file));
            foreach (var figure in await page.Locator("main figure.chart").AllAsync())
            {
                await figure.ScrollIntoViewIfNeededAsync();
                await figure.Locator(".plot .main-svg").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
                var bars = await figure.EvaluateAsync<BarsOfChart>(Bars);
                if (bars.Names == 0) continue;
                seen++;
                Assert.Equal((file, bars.Names, 0), (file, bars.Lying, bars.Turned));
                Assert.True(bars.Share > 0.5, $"{file}: the bars have {bars.Share:P0} of the width.");
            }
        }

        Assert.True(seen >= 5, $"{seen} charts of bars were seen.");
    }

    [Fact]
    public async Task Every_link_leads_to_a_file_and_to_a_place_in_it()
    {
        await using var window = await book.OpenAsync();
        var page = window.Pages[0];
        var pages = new Dictionary<string, LinksOfPage>();
        foreach (var file in book.Pages)
        {
            await page.GotoAsync(book.Address(file));
            pages[file] = await page.EvaluateAsync<LinksOfPage>(Links);
        }
        var broken = from source in pages
                     from link in source.Value.Links
                     let parts = link.Split('#')
                     let file = parts[0].Length == 0 ? source.Key : Uri.UnescapeDataString(parts[0])
                     let place = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""
                     where !File.Exists(Path.Combine(book.Folder, file)) || place.Length > 0 && !pages[file].Ids.Contains(place)
                     select $"{source.Key} links to {link}";
        None(broken.Distinct());
    }

    [Fact]
    public async Task The_index_says_of_every_notebook_what_it_is_for_how_long_it_takes_and_what_was_measured()
    {
        await using var window = await book.OpenAsync();
        var page = window.Pages[0];
        await page.GotoAsync(book.Address("index.html"));
        var entries = await page.Locator(".contents > li").AllInnerTextsAsync();
        Assert.Equal(book.Pages.Count - 1, entries.Count);
        None(from entry in entries from part in new[] { "Goal: ", "takes ", "ran in ", "Measured here:" } where !entry.Contains(part, StringComparison.Ordinal) select $"'{part}' is missing: {entry}");
    }

    [Fact]
    public async Task A_reader_goes_on_by_keyboard_but_not_while_he_types_and_sees_what_he_has_read()
    {
        await using var window = await book.OpenAsync();
        var page = window.Pages[0];
        await page.GotoAsync(book.Address("index.html"));
        var pages = book.Pages;
        foreach (var (key, to) in new[] { ("ArrowRight", 1), ("n", 2), ("p", 1), ("j", 2), ("ArrowLeft", 1) })
        {
            await ReadyAsync(page);
            await page.Keyboard.PressAsync(key);
            await IsAtAsync(page, Regex.Escape(book.Address(pages[to])));
        }
        await ReadyAsync(page);
        await page.Keyboard.PressAsync("Control+ArrowRight");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("njkp");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("njkp", await page.InputValueAsync(".search input"));
        Assert.Equal(book.Address(pages[1]), page.Url);

        await page.GotoAsync(book.Address("index.html"));
        Assert.Equal(2, await page.Locator(".contents a.read").CountAsync());
        Assert.Contains($"You have read 2 of {pages.Count - 1}", await page.InnerTextAsync(".progress"), StringComparison.Ordinal);

        // Where single keys disturb, they are off on all pages.
        await page.UncheckAsync(".keys input");
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("n");
        await page.GotoAsync(book.Address(pages[1]));
        await page.Keyboard.PressAsync("n");
        await page.WaitForTimeoutAsync(200);
        Assert.Equal(book.Address(pages[1]), page.Url);
    }

    [Fact]
    public async Task A_reader_finds_a_word_and_is_led_to_the_cell_that_has_it()
    {
        await using var window = await book.OpenAsync(390);
        var page = window.Pages[0];
        await page.GotoAsync(book.Address("index.html"));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("import SETUP.dib");
        var results = page.Locator(".results a");
        await results.First.WaitForAsync();
        Assert.InRange(await results.CountAsync(), 2, 40);
        Assert.Contains("setup.dib", await results.First.Locator("mark").AllInnerTextsAsync());
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await IsAtAsync(page, @".*\.html#cell-.*");
        Assert.Contains("#!import setup.dib", await page.InnerTextAsync(".cell:target"), StringComparison.Ordinal);

        await page.FillAsync(".search input", "wordsthatnobodyhaswritten");
        await page.Locator(".results:has-text('Nothing found')").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.IsVisibleAsync(".results"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_page_strip_tells_what_is_under_the_pointer_and_opens_the_microscope_by_mouse_and_by_keyboard(int width)
    {
        await using var window = await book.OpenAsync(width, ColorScheme.Dark);
        var page = window.Pages[0];
        foreach (var file in book.Pages)
        {
            await page.GotoAsync(book.Address(file));
            if (await page.Locator(".cow-strip[data-pages]").CountAsync() == 0) continue;
            var strip = page.Locator(".cow-strip[data-pages]").First;
            var line = strip.Locator(".cow-line").First;
            await line.HoverAsync();
            // "7f05c4ff1000: copied, identical"
            Assert.Matches("[0-9a-f]{6,}", await strip.Locator(".cow-info").First.InnerTextAsync());

            await line.FocusAsync();
            await page.Keyboard.PressAsync("Home");
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("2", await line.GetAttributeAsync("aria-valuenow"));
            await line.ClickAsync();
            await OpenAsync(page, strip);
            var first = await strip.Locator(".cow-microscope .cow-bar b").InnerTextAsync();
            Assert.Matches("^Page [0-9a-f]{6,}: [0-9,]+ of [0-9,]+$", first);
            Assert.True(await strip.Locator(".cow-microscope svg").IsVisibleAsync());
            await strip.GetByLabel("Next page").ClickAsync();
            Assert.NotEqual(first, await strip.Locator(".cow-microscope .cow-bar b").InnerTextAsync());
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                $"{file} is wider than {width} pixels with the microscope open.");
            // JupyterLab looks at the element that has the focus: without this d d would delete the cell.
            Assert.Equal(3, await strip.Locator(".cow-microscope button[data-lm-suppress-shortcuts=true]").CountAsync());
            await strip.GetByLabel("Close the microscope").ClickAsync();
            Assert.Equal(0, await strip.Locator(".cow-microscope").CountAsync());
            Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.cow-line')"), "Nothing has the focus after the microscope was closed.");
            // Escape closes one after the other, from the innermost on.
            await OpenAsync(page, strip);
            await strip.GetByLabel("Next page").FocusAsync();
            for (var depth = 0; depth < 3; depth++) await page.Keyboard.PressAsync("Escape");
            Assert.Equal(0, await strip.Locator(".cow-microscope").CountAsync());
            Assert.Equal(1, await strip.Locator(".cow-line").CountAsync());
            return;
        }

        Assert.Fail("No page of the book has a strip that can be explored.");
    }

    // Asks again and again: WaitForURLAsync looks once and then awaits a navigation, and misses the one that happens in between.
    private static Task IsAtAsync(IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string url) => Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{url}$"), new() { Timeout = 30_000 });

    // A column of several pages opens as a line of its own, which has the focus.
    private static async Task OpenAsync(IPage page, ILocator strip)
    {
        if (await strip.Locator(".cow-microscope").CountAsync() == 0) await page.Keyboard.PressAsync("Enter");
        await strip.Locator(".cow-microscope").WaitForAsync();
    }

    // The keys are explained when they are listened to; and what is pressed before a page has been painted the browser may drop.
    private static async Task ReadyAsync(IPage page)
    {
        await page.Locator(".keys:not([hidden])").WaitForAsync();
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    private async Task NothingAsync(Func<PageVisit, IReadOnlyList<string>> of)
    {
        var found = await book.VisitsAsync();
        None(found.SelectMany(visit => of(visit.Value).Select(each => $"{visit.Key}: {each}")));
    }

    private static void None(IEnumerable<string> found)
    {
        var all = string.Join("\n", found);
        Assert.True(all.Length == 0, all);
    }

    private sealed class BarsOfChart
    {
        public int Names { get; set; }

        public int Lying { get; set; }

        public int Turned { get; set; }

        public double Share { get; set; }
    }

    private sealed class LinksOfPage
    {
        public string[] Ids { get; set; } = [];

        public string[] Links { get; set; } = [];
    }
}
