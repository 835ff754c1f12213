namespace CowNotebooks.Jupyter.Tests;

/// <summary>What a reader does in Jupyter Notebook, in a real browser.</summary>
public class BrowserTests
{
    private const string Parameters = "c => c.metadata.tags && c.metadata.tags.includes('parameters')";

    [Fact]
    public async Task A_reader_changes_the_size_runs_all_interrupts_restarts_and_runs_again()
    {
        await using var reader = await Reader.OpenAsync("05-reading-is-free.ipynb");
        var page = reader.Page;

        await reader.SetAsync(Parameters, "long Size = 200_000;");
        await reader.RunAllAsync("1-executed");
        Assert.NotEqual(0, await page.Locator(".output_area table").CountAsync());
        await ChartsAreDrawnAsync(page);

        await reader.RunLastAsync("var kept = 41;\nConsole.WriteLine(\"begun\");\nwhile (true) { }");
        await page.Locator(".output_area:has-text('begun')").Last.WaitForAsync();
        await page.ClickAsync("#kernellink");
        await page.ClickAsync("#int_kernel");
        await page.Locator(".output_error:has-text('was interrupted')").WaitForAsync();
        await reader.ScreenshotAsync("2-interrupted");
        await reader.RunLastAsync("Size + 1");
        await page.Locator(".output_result:has-text('200001')").WaitForAsync();

        await reader.SetAsync("c => c.get_text() === 'Size + 1'", "// The end.");
        await reader.RestartAsync();
        await reader.SetAsync("c => c.get_text().includes('while (true)')", "// Taken out.");
        await reader.RunAllAsync("3-run-again");
        await ChartsAreDrawnAsync(page);
    }

    [Fact]
    public async Task A_reader_who_wants_to_zoom_shows_plotly_and_all_charts_are_its_figures()
    {
        await using var reader = await Reader.OpenAsync("05-reading-is-free.ipynb");
        var page = reader.Page;
        await reader.SetAsync(Parameters, "long Size = 200_000;");
        await reader.RunAllAsync("9-executed");
        var charts = await page.Locator(".output_area .cow-chart").CountAsync();

        await reader.RunLastAsync("display(new PlotlyScript());");
        await page.Locator(".js-plotly-plot").Nth(charts - 1).WaitForAsync();
        await reader.ScreenshotAsync("10-plotly");

        Assert.Equal(charts, await page.Locator(".js-plotly-plot").CountAsync());
        // Marks, not only axes.
        Assert.NotEqual(0, await page.Locator(".js-plotly-plot .main-svg path.js-line, .js-plotly-plot .main-svg .bars path, .js-plotly-plot .main-svg .point").CountAsync());
        Assert.Equal(0, await page.Locator(".cow-chart > svg").CountAsync());
    }

    [Fact]
    public async Task A_reader_edits_the_childs_cell_sees_other_figures_reads_the_message_of_a_mistake_and_restarts()
    {
        const string Child = "c => c.get_text().startsWith('#!child')";
        await using var reader = await Reader.OpenAsync("04-copy-on-read.ipynb");

        await reader.SetAsync(Parameters, "long Size = 200_000;");
        await reader.RunToAsync(Child, "4-the-posts-own-lines");
        var iterated = await PictureAsync(await reader.OutputAsync(Child));

        // In a fresh child, since the one that is there has made its copies.
        var output = await reader.RunAsync(
            Child, "#!child --new --predict long_list\ntotal = 0\nfor index in range(len(long_list)):\n    total += long_list[index]\ntotal", "5-summed-by-index");
        var summed = await PictureAsync(output);
        Assert.NotEqual(iterated, summed);
        Assert.Contains("19999900000", await output.Last.InnerTextAsync());

        output = await reader.RunAsync(Child, "#!child --new\ntotal = 0\nfor i in long_lits:\n    total += i", "6-a-mistake");
        var message = string.Join("\n", await output.AllInnerTextsAsync());
        Assert.Contains("NameError: name 'long_lits' is not defined", message);
        Assert.Contains("line 3", message);
        Assert.DoesNotContain("CowNotebooks.", message);

        await reader.RunAsync(Child, "#!child --new --predict long_list\nfor i in long_list:\n    pass", "7-mended");
        await reader.RestartAsync();
        await reader.RunAllAsync("8-restarted");
        Assert.Contains("pages copied", await PictureAsync(await reader.OutputAsync(Child)));
    }

    /// <summary>Without plotly.js each chart is one of its two pictures, the one that fits, with marks, and in the page's colour of text whatever that is.</summary>
    private static async Task ChartsAreDrawnAsync(Microsoft.Playwright.IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("() => !window.Plotly"));
        var drawn = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.output_area .cow-chart')].map(chart => {
              const shown = [...chart.children].filter(picture => picture.getBoundingClientRect().height > 100);
              if (shown.length !== 1) return `${shown.length} pictures are shown`;
              if (shown[0].getBoundingClientRect().width > chart.getBoundingClientRect().width + 1) return 'the picture is wider than its place';
              if (!shown[0].querySelector('[fill^="#"], [stroke^="#"]')) return 'there is no mark';
              chart.style.color = 'rgb(1, 2, 3)';
              const colour = getComputedStyle(shown[0].querySelector('text')).fill;
              chart.style.color = '';
              return colour === 'rgb(1, 2, 3)' ? 'drawn' : `the text is ${colour}`;
            })
            """);
        Assert.NotEmpty(drawn);
        Assert.All(drawn, chart => Assert.Equal("drawn", chart));
    }

    /// <summary>The sentence of a run's picture, which has a page strip.</summary>
    private static async Task<string> PictureAsync(Microsoft.Playwright.ILocator output)
    {
        Assert.NotEqual(0, await output.Locator("svg rect, svg path").CountAsync());
        var text = string.Join("\n", await output.AllInnerTextsAsync());
        Assert.Contains("pages copied", text);
        return text;
    }
}
