using CowNotebooks.Tests;
using Microsoft.Playwright;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>A person with one notebook open in Jupyter Notebook, in a real browser.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly float Limit = (float)Processes.Limit.TotalMilliseconds;

    // Kept, to be looked at.
    private static readonly string Screenshots = Path.Combine(AppContext.BaseDirectory, "screenshots");

    private readonly NotebookServer _server;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Reader(NotebookServer server, IPlaywright playwright, IBrowser browser, IPage page) => (_server, _playwright, _browser, Page) = (server, playwright, browser, page);

    public IPage Page { get; }

    public static async Task<Reader> OpenAsync(string notebook)
    {
        Requires.That(File.Exists(Chromium), $"{Chromium} is not installed. Debian: apt-get install chromium");
        var server = await NotebookServer.StartAsync(notebook);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 1600 } });
        page.SetDefaultTimeout(Limit);
        await page.GotoAsync(server.Page($"notebooks/{notebook}"));
        await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        return new Reader(server, playwright, browser, page);
    }

    /// <summary>Writes a cell anew.</summary>
    /// <param name="which">A JavaScript function that is true of the cell.</param>
    /// <param name="code">Its new text.</param>
    public async Task SetAsync(string which, string code) =>
        await Page.EvaluateAsync($"code => Jupyter.notebook.get_cells().find({which}).set_text(code)", code);

    /// <summary>Adds a cell at the end and runs it; does not wait for it.</summary>
    public async Task RunLastAsync(string code) => await Page.EvaluateAsync(
        "code => { const n = Jupyter.notebook; const c = n.insert_cell_at_bottom('code'); c.set_text(code); c.execute(); c.focus_cell(); }", code);

    /// <summary>Runs the cells from the first one to this one, and waits for them; none may fail.</summary>
    public async Task RunToAsync(string which, string screenshot)
    {
        await Page.EvaluateAsync($"() => {{ const n = Jupyter.notebook; n.execute_cell_range(0, n.get_cells().findIndex({which}) + 1); }}");
        await IdleAsync();
        await ScreenshotAsync(screenshot);
        await NothingFailedAsync();
    }

    /// <summary>Writes a cell anew, runs it, and waits for it.</summary>
    /// <returns>What is shown below it.</returns>
    public async Task<ILocator> RunAsync(string which, string code, string screenshot)
    {
        await SetAsync(which, code);
        var index = await Page.EvaluateAsync<int>($"() => {{ const n = Jupyter.notebook; const i = n.get_cells().findIndex({which}); n.execute_cells([i]); n.scroll_to_cell(i); return i; }}");
        await IdleAsync();
        await ScreenshotAsync(screenshot);
        return Output(index);
    }

    /// <summary>What is shown below a cell.</summary>
    public async Task<ILocator> OutputAsync(string which) => Output(await Page.EvaluateAsync<int>($"() => Jupyter.notebook.get_cells().findIndex({which})"));

    /// <summary>Runs all cells by the menu, and waits for them; none may fail.</summary>
    public async Task RunAllAsync(string screenshot)
    {
        await Page.ClickAsync("#celllink");
        await Page.ClickAsync("#run_all_cells");
        await IdleAsync();
        await ScreenshotAsync(screenshot);
        await NothingFailedAsync();
        await Page.Locator(".cow-chart").First.ScrollIntoViewIfNeededAsync();
        await ScreenshotAsync($"{screenshot}-chart");
    }

    /// <summary>Restarts the Jupyter kernel, and waits until it is ready.</summary>
    public async Task RestartAsync() => await Page.EvaluateAsync(
        "() => new Promise(done => { Jupyter.notebook.events.one('kernel_ready.Kernel', () => done()); Jupyter.notebook.kernel.restart(); })");

    public async Task ScreenshotAsync(string name) => await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _server.DisposeAsync();
    }

    private ILocator Output(int cell) => Page.Locator("#notebook-container > .cell").Nth(cell).Locator(".output_area");

    private async Task NothingFailedAsync() => Assert.Equal("", string.Join("\n", await Page.Locator(".output_error").AllInnerTextsAsync()));

    // No cell waits or runs: [*] is what the notebook shows in front of one that does.
    private async Task IdleAsync() => await Page.WaitForFunctionAsync(
        "() => Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code' || !c.element.find('.input_prompt').text().includes('*'))");
}
