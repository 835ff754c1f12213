using Microsoft.Playwright;

namespace CowNotebooks.Tests.Books;

/// <summary>
/// The book that is looked at, and the browser in which it is: the folder in COW_BOOK, which .ci/run sets to the book of the whole course that it has just written, or
/// else a small book of some notebooks.
/// </summary>
public sealed class BookUnderTest : IAsyncLifetime
{
    /// <summary>The environment variable that names a book.</summary>
    public const string Variable = "COW_BOOK";

    private const string Chromium = "/usr/bin/chromium";

    // One with charts and a table, one with page maps, one with a wide table of processes.
    private static readonly string[] Some = ["04-copy-on-read.ipynb", "09-the-page-microscope.ipynb", "13-your-own-processes.ipynb"];

    private readonly BookVisits _visits;
    private DirectoryInfo? _made;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public BookUnderTest() => _visits = new(this);

    /// <summary>The folder of the book.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The files of its pages in the order of the book, the index first.</summary>
    public IReadOnlyList<string> Pages =>
        ["index.html", .. Directory.GetFiles(Folder, "*.html").Select(path => Path.GetFileName(path)).Where(name => name != "index.html").Order(StringComparer.Ordinal)];

    /// <summary>What was found on its pages, looked at once for all tests.</summary>
    internal Task<IReadOnlyDictionary<string, PageVisit>> VisitsAsync() => _visits.AllAsync();

    public async ValueTask InitializeAsync()
    {
        // A test says so; a fixture cannot be skipped.
        if (!File.Exists(Chromium)) return;
        Folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : await MakeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _made?.Delete(recursive: true);
    }

    /// <summary>A new browser window without any memory, with one page, or the test ends here because there is no browser.</summary>
    public async Task<IBrowserContext> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Requires.That(_browser is not null, $"{Chromium} is not installed. Debian: apt-get install chromium");
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await context.NewPageAsync();
        return context;
    }

    /// <summary>The address of a page as a reader opens it, from the folder.</summary>
    public string Address(string file) => $"file://{Folder}/{Uri.EscapeDataString(file)}";

    private async Task<string> MakeAsync()
    {
        _made = Directory.CreateTempSubdirectory("cow-book-");
        await using var alone = await Alone.HoldAsync(measuresPages: true);
        var run = await CowCommand.RunInAsync(Path.Combine(Source.Root, "notebooks"), ["run", .. Some, "-p", "Size=10000", "--out", _made.FullName]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return _made.FullName;
    }
}
