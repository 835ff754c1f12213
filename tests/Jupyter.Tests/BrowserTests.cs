using CowNotebooks.Tests;
using Microsoft.Playwright;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>What a reader does in Jupyter Notebook, in a real browser.</summary>
public class BrowserTests
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly float Limit = (float)Eventually.Limit.TotalMilliseconds;

    // Kept, to be looked at.
    private static readonly string Screenshots = Path.Combine(AppContext.BaseDirectory, "screenshots");

    [Fact]
    public async Task A_reader_changes_the_size_runs_all_interrupts_restarts_and_runs_again()
    {
        Requires.That(File.Exists(Chromium), $"{Chromium} is not installed. Debian: apt-get install chromium");
        const string Notebook = "03-reading-is-free.ipynb";
        await using var server = await NotebookServer.StartAsync(Notebook);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 1600 } });
        page.SetDefaultTimeout(Limit);
        await page.GotoAsync(server.Page($"notebooks/{Notebook}"));
        await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");

        await SetAsync(page, "c => c.metadata.tags && c.metadata.tags.includes('parameters')", "long Size = 200_000;");
        await RunAllAsync(page, "1-executed");
        Assert.NotEqual(0, await page.Locator(".output_area table").CountAsync());
        // Marks, not only axes.
        Assert.NotEqual(0, await page.Locator(".js-plotly-plot .main-svg path.js-line, .js-plotly-plot .main-svg .bars path, .js-plotly-plot .main-svg .point").CountAsync());

        // The run's own bar, which was updated in place while the child worked.
        Assert.Equal(1, await page.Locator("progress").CountAsync());
        Assert.Equal("50 of 50", await page.Locator("progress").EvaluateAsync<string>("bar => `${bar.value} of ${bar.max}`"));

        await RunLastAsync(page, "var kept = 41;\nConsole.WriteLine(\"begun\");\nwhile (true) { }");
        await page.Locator(".output_area:has-text('begun')").Last.WaitForAsync();
        await page.ClickAsync("#kernellink");
        await page.ClickAsync("#int_kernel");
        await page.Locator(".output_error:has-text('was interrupted')").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, "2-interrupted.png") });
        await RunLastAsync(page, "Size + 1");
        await page.Locator(".output_result:has-text('200001')").WaitForAsync();

        await SetAsync(page, "c => c.get_text() === 'Size + 1'", "// The end.");
        await page.EvaluateAsync("() => new Promise(done => { Jupyter.notebook.events.one('kernel_ready.Kernel', () => done()); Jupyter.notebook.kernel.restart(); })");
        await SetAsync(page, "c => c.get_text().includes('while (true)')", "// Taken out.");
        await RunAllAsync(page, "3-run-again");
    }

    private static async Task SetAsync(IPage page, string which, string code) =>
        await page.EvaluateAsync($"code => Jupyter.notebook.get_cells().find({which}).set_text(code)", code);

    private static async Task RunLastAsync(IPage page, string code) => await page.EvaluateAsync(
        "code => { const n = Jupyter.notebook; const c = n.insert_cell_at_bottom('code'); c.set_text(code); c.execute(); c.focus_cell(); }", code);

    private static async Task RunAllAsync(IPage page, string screenshot)
    {
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await IdleAsync(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{screenshot}.png") });
        Assert.Equal("", string.Join("\n", await page.Locator(".output_error").AllInnerTextsAsync()));
        await page.Locator(".js-plotly-plot").First.ScrollIntoViewIfNeededAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{screenshot}-chart.png") });
    }

    // No cell waits or runs: [*] is what the notebook shows in front of one that does.
    private static async Task IdleAsync(IPage page) => await page.WaitForFunctionAsync(
        "() => Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code' || !c.element.find('.input_prompt').text().includes('*'))");
}
