using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CowNotebooks.Tests.Books;

/// <summary>What was found on one page of the book in one size and colour scheme, each thing in a sentence.</summary>
/// <param name="Errors">What the console said was wrong, and what could not be loaded.</param>
/// <param name="Wide">What stands beyond the screen's edge.</param>
/// <param name="Blank">Charts and pictures in which nothing is drawn.</param>
/// <param name="Barriers">What keeps readers out, by axe's rules: only what is serious or critical.</param>
internal sealed record PageVisit(IReadOnlyList<string> Errors, IReadOnlyList<string> Wide, IReadOnlyList<string> Blank, IReadOnlyList<string> Barriers)
{
    // A chart is drawn when it comes into view.
    private const string ShowAll = """
        async () => {
          const frame = () => new Promise(requestAnimationFrame);
          for (const figure of document.querySelectorAll("figure.chart")) {
            figure.scrollIntoView();
            for (let frames = 0; frames < 300 && !figure.matches(".drawn"); frames++) await frame();
          }
          scrollTo(0, 0);
          await frame();
          await frame();
        }
        """;

    private const string WideThings = """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const beyond = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest(".skip"));
          return [`${document.documentElement.scrollWidth} of ${width}: ` + beyond.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" · ")];
        }
        """;

    // Marks, not only axes; plotly.js may take some frames for them. Each picture of a run or of an idea has something in it that has a size.
    private const string BlankThings = """
        async () => {
          const isDrawn = element => [...element].some(mark => { const box = mark.getBoundingClientRect(); return box.width > 0 || box.height > 0; });
          const marks = ":is(.cartesianlayer .plot, .treemaplayer, .iciclelayer, .sunburstlayer, .pielayer, .funnelarealayer) :is(path, rect, image, circle)";
          const shapes = "path, rect, circle, line, polyline, polygon, text, image, use";
          const isBlank = figure => !figure.matches(".drawn") || !isDrawn(figure.querySelectorAll(marks));
          const blank = [];
          for (const figure of document.querySelectorAll("figure.chart")) {
            for (let frames = 0; frames < 300 && isBlank(figure); frames++) await new Promise(requestAnimationFrame);
            if (isBlank(figure)) blank.push(figure);
          }
          const pictures = [...document.querySelectorAll("main :is(.rich, figure) svg")].filter(svg => svg.checkVisibility() && !svg.closest(".plot, defs") && !isDrawn(svg.querySelectorAll(shapes)));
          const images = [...document.querySelectorAll("main img")].filter(image => image.checkVisibility() && !(image.complete && image.naturalWidth > 0));
          return [...blank, ...pictures, ...images].map(e => `${e.closest("section")?.id}: ${e.outerHTML.slice(0, 120)}`);
        }
        """;

    /// <summary>Looks at a page.</summary>
    /// <param name="page">The browser's window.</param>
    /// <param name="address">The page's address.</param>
    /// <param name="screenshot">Where a picture of the whole page is put, or null.</param>
    /// <param name="audits">True to let axe look at it, too.</param>
    public static async Task<PageVisit> ToAsync(IPage page, string address, string? screenshot, bool audits)
    {
        var errors = new List<string>();
        void Console(object? sender, IConsoleMessage message)
        {
            if (message.Type is "error" or "warning") errors.Add($"{message.Type}: {message.Text}");
        }

        void Thrown(object? sender, string error) => errors.Add($"thrown: {error}");
        void Missing(object? sender, IRequest request) => errors.Add($"missing: {request.Url}");
        page.Console += Console;
        page.PageError += Thrown;
        page.RequestFailed += Missing;
        await page.GotoAsync(address);
        await page.EvaluateAsync(ShowAll);
        var wide = await page.EvaluateAsync<string[]>(WideThings);
        var blank = await page.EvaluateAsync<string[]>(BlankThings);
        if (screenshot is not null) await page.ScreenshotAsync(new() { Path = screenshot, FullPage = true });
        if (!audits) return new(errors, wide, blank, []);
        // What axe itself tries in vain is no fault of the page.
        page.Console -= Console;
        page.PageError -= Thrown;
        page.RequestFailed -= Missing;
        var audit = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        var barriers = audit.Violations.Where(rule => rule.Impact is "serious" or "critical")
            .Select(rule => $"{rule.Id} ({rule.Impact}): {rule.Help}: {string.Join(" · ", rule.Nodes.Take(3).Select(node => node.Html))}");
        return new(errors, wide, blank, [.. barriers]);
    }
}
