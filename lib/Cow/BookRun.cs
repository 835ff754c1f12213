using System.Text;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Book;
using CowNotebooks.Show;

namespace CowNotebooks.Cow;

/// <summary>One <c>cow run</c>: all user errors are found in <see cref="Plan"/>, before any cell runs.</summary>
internal sealed class BookRun
{
    // Without a terminal, a page that is still being written is named this often.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<BookPage> sources;
    private readonly IReadOnlyList<string> kept;
    private readonly string folder;
    private readonly TimeSpan limit;
    private readonly bool allowErrors;

    private BookRun(IReadOnlyList<BookPage> sources, IReadOnlyList<string> kept, string folder, TimeSpan limit, bool allowErrors)
    {
        this.sources = sources;
        this.kept = kept;
        this.folder = folder;
        this.limit = limit;
        this.allowErrors = allowErrors;
    }

    /// <summary>Finds and reads the notebooks and sets their parameters.</summary>
    /// <param name="named">Notebook files; none for all.</param>
    /// <param name="parameters"><c>Name=value</c>, each as typed.</param>
    /// <param name="output">The book's folder, or null for <c>book/</c>.</param>
    /// <param name="seconds">How long one cell may take.</param>
    /// <param name="allowErrors">Whether the run goes on after a cell that failed.</param>
    /// <exception cref="UsageException">A name, a parameter, the folder or the time limit is wrong, or a notebook cannot be run here.</exception>
    public static BookRun Plan(IReadOnlyList<string> named, IReadOnlyList<string> parameters, string? output, double seconds, bool allowErrors)
    {
        if (!(seconds > 0 && seconds <= 86_400)) throw new UsageException($"--timeout {seconds} is not a time limit. Give seconds, from above 0 to 86400.");
        var files = NotebookFiles.Find(named);
        var folder = Path.GetFullPath(output ?? Path.Combine(NotebookFiles.Root ?? "", "book"));
        if (files.GroupBy(PageName).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"{string.Join(" and ", twice)} would become the same page. Run them with different --out folders.");
        if (files.FirstOrDefault(path => Path.GetDirectoryName(Path.GetFullPath(path)) == folder) is { } overwritten)
            throw new UsageException($"{overwritten} would be overwritten by its executed copy. Choose another folder with --out.");
        try
        {
            var values = ParameterValues.Parse(parameters);
            var notebooks = files.Select(path => (Path: path, Notebook: Notebook.Load(path))).ToList();
            foreach (var (path, notebook) in notebooks) notebook.RefuseForeign(path);
            values.CheckKnown([.. notebooks.Select(file => file.Notebook)]);
            var sources = notebooks.Select(file => new BookPage(PageName(file.Path), values.Inject(file.Notebook), Path.GetDirectoryName(Path.GetFullPath(file.Path))!));
            return new BookRun([.. sources], named.Count == 0 ? [] : Others(files), folder, TimeSpan.FromSeconds(seconds), allowErrors);
        }
        catch (NotebookException error)
        {
            throw new UsageException(error.Message, error);
        }
    }

    /// <summary>Runs them and writes the book, a failed notebook included.</summary>
    /// <returns>0, or 1 when a cell failed that was not allowed to, or a page could not be finished.</returns>
    /// <exception cref="NotebookException">The folder cannot be written, or another run is writing to it: nothing has run then.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancel)
    {
        // Pages of two runs would stand side by side in one book.
        using var alone = FolderLock.Take(folder, "Another cow run");
        var book = BookFolder.Open(folder, new BookOptions(
            "CowNotebooks", () => new MemoryStream(Encoding.UTF8.GetBytes(new PlotlyScript().Text)), DrawingScripts.Find(sources.Select(source => source.Folder)), LaboratoryLanguage.Of));
        var (outcomes, written) = await Terminal.WithStatusAsync(async status =>
        {
            var outcomes = await RunAllAsync(status, cancel);
            return (outcomes, await WriteAsync(book, outcomes, status, cancel));
        });
        foreach (var page in written.Unfinished) Terminal.WriteLine($"{page} took too long to write and is left out. The executed notebook is there.");
        Terminal.WriteLine($"{Summary(outcomes, written)}. The book: {Path.GetRelativePath(Environment.CurrentDirectory, written.Index)}");
        return outcomes.All(outcome => outcome.Run.Failure is null) && written.Unfinished.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task<List<Outcome>> RunAllAsync(Action<string> status, CancellationToken cancel)
    {
        var outcomes = new List<Outcome>();
        foreach (var source in sources)
        {
            var name = $"[{outcomes.Count + 1}/{sources.Count}] {source.Name}";
            status(name);
            Terminal.WriteLineIfPlain($"{name}  {Count(source.Notebook.Cells.Count(cell => cell.Kind == CellKind.Code), "cell")}");
            var run = await NotebookRunner.RunAsync(
                source.Notebook, source.Folder, limit, allowErrors, progress => status($"{name}  cell {progress.Number}/{progress.Cells} …"), cancel);
            run.Executed.Save(Path.Combine(folder, $"{source.Name}.ipynb"));
            Terminal.WriteLine($"{name}  {OutcomeText.Of(run)}  {run.Duration.TotalSeconds:0.0} s");
            foreach (var line in OutcomeText.Details(run)) Terminal.WriteLine($"  {line}");
            outcomes.Add(new Outcome(source with { Notebook = run.Executed }, run));
        }
        return outcomes;
    }

    private async Task<WrittenBook> WriteAsync(BookFolder book, IEnumerable<Outcome> outcomes, Action<string> status, CancellationToken cancel)
    {
        var pages = outcomes.Select(outcome => outcome.Page).Concat(Kept()).OrderBy(page => page.Name, StringComparer.Ordinal).ToList();
        var writing = "";
        await using var reminder = new Timer(_ => Terminal.WriteLineIfPlain($"Still writing {writing} …"), null, Patience, Patience);
        return await book.WriteAsync(pages, progress: page => status($"writing {writing = page} …"), cancel: cancel);
    }

    private static string Summary(List<Outcome> outcomes, WrittenBook written)
    {
        var total = Count(outcomes.Count, "notebook");
        var failed = outcomes.Count(outcome => outcome.Run.Failure is not null);
        var allowed = outcomes.Sum(outcome => outcome.Run.Allowed.Count);
        var summary = failed > 0 ? $"{failed} of {total} failed" : allowed > 0 ? $"{total} ran to the end" : $"{total} passed";
        if (allowed > 0) summary += $", {Count(allowed, "failed cell")} allowed";
        return written.Unfinished.Count == 0 ? summary : $"{summary}, {Count(written.Unfinished.Count, "page")} not written";
    }

    // A run of some notebooks keeps the pages of the others from earlier runs.
    private IEnumerable<BookPage> Kept()
    {
        foreach (var source in kept)
        {
            var executed = Path.Combine(folder, $"{PageName(source)}.ipynb");
            if (!File.Exists(executed)) continue;
            Notebook notebook;
            try
            {
                notebook = Notebook.Load(executed);
            }
            catch (NotebookException error)
            {
                Terminal.WriteLine($"The page of an earlier run is left out: {error.Message}");
                continue;
            }
            yield return new BookPage(PageName(source), notebook, Path.GetDirectoryName(source)!);
        }
    }

    private static IReadOnlyList<string> Others(IReadOnlyList<string> files)
    {
        if (NotebookFiles.Root is null) return [];
        var running = files.Select(PageName).ToHashSet();
        return [.. NotebookFiles.Find([]).Select(Path.GetFullPath).Where(path => !running.Contains(PageName(path)))];
    }

    private static string PageName(string path) => Path.GetFileNameWithoutExtension(path);

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private sealed record Outcome(BookPage Page, NotebookRun Run);
}
