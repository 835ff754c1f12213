using System.Text;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Book;
using CowNotebooks.Show;

namespace CowNotebooks.Cow;

/// <summary>One <c>cow run</c>: all user errors are found in <see cref="Plan"/>, before any cell runs.</summary>
internal sealed class BookRun
{
    private readonly IReadOnlyList<BookPage> sources;
    private readonly IReadOnlyList<string> kept;
    private readonly string folder;
    private readonly TimeSpan limit;

    private BookRun(IReadOnlyList<BookPage> sources, IReadOnlyList<string> kept, string folder, TimeSpan limit)
    {
        this.sources = sources;
        this.kept = kept;
        this.folder = folder;
        this.limit = limit;
    }

    /// <summary>Finds and reads the notebooks and sets their parameters.</summary>
    /// <param name="named">Notebook files; none for all.</param>
    /// <param name="parameters"><c>Name=value</c>, each as typed.</param>
    /// <param name="output">The book's folder, or null for <c>book/</c>.</param>
    /// <param name="seconds">How long one cell may take.</param>
    /// <exception cref="UsageException">A name, a parameter, the folder or the time limit is wrong.</exception>
    public static BookRun Plan(IReadOnlyList<string> named, IReadOnlyList<string> parameters, string? output, double seconds)
    {
        if (!(seconds > 0 && seconds <= 86_400)) throw new UsageException($"--timeout {seconds} is not a time limit. Give seconds, from above 0 to 86400.");
        var files = NotebookFiles.Find(named);
        var folder = Path.GetFullPath(output ?? Path.Combine(NotebookFiles.Root ?? "", "book"));
        if (files.GroupBy(path => Path.GetFileName(path)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"{string.Join(" and ", twice)} would become the same page. Run them with different --out folders.");
        if (files.FirstOrDefault(path => Path.GetDirectoryName(Path.GetFullPath(path)) == folder) is { } overwritten)
            throw new UsageException($"{overwritten} would be overwritten by its executed copy. Choose another folder with --out.");
        try
        {
            var values = ParameterValues.Parse(parameters);
            var notebooks = files.Select(path => (Path: path, Notebook: Notebook.Load(path))).ToList();
            values.CheckKnown([.. notebooks.Select(file => file.Notebook)]);
            var sources = notebooks.Select(file => new BookPage(
                Path.GetFileNameWithoutExtension(file.Path), values.Inject(file.Notebook), Path.GetDirectoryName(Path.GetFullPath(file.Path))!));
            return new BookRun([.. sources], named.Count == 0 ? [] : Others(files), folder, TimeSpan.FromSeconds(seconds));
        }
        catch (NotebookException error)
        {
            throw new UsageException(error.Message, error);
        }
    }

    /// <summary>Runs them and writes the book, a failed notebook included.</summary>
    /// <returns>0, or 1 when a cell failed.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancel)
    {
        var book = BookFolder.Open(folder, new BookOptions(
            "CowNotebooks", () => new MemoryStream(Encoding.UTF8.GetBytes(new PlotlyScript().Text)), DrawingScripts.Find(sources.Select(source => source.Folder)), LaboratoryLanguage.Of));
        var pages = await Terminal.WithStatusAsync(status => RunAllAsync(status, cancel));
        var all = pages.Select(page => page.Page).Concat(Kept()).OrderBy(page => page.Name, StringComparer.Ordinal).ToList();
        var index = book.Write(all);
        var failed = pages.Count(page => page.Failed);
        var total = Count(pages.Count, "notebook");
        Terminal.WriteLine($"{(failed == 0 ? $"{total} passed" : $"{failed} of {total} failed")}. The book: {Path.GetRelativePath(Environment.CurrentDirectory, index)}");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task<List<(BookPage Page, bool Failed)>> RunAllAsync(Action<string> status, CancellationToken cancel)
    {
        var pages = new List<(BookPage, bool)>();
        foreach (var source in sources)
        {
            var name = $"[{pages.Count + 1}/{sources.Count}] {source.Name}";
            status(name);
            Terminal.WriteLineIfPlain($"{name}  {Count(source.Notebook.Cells.Count(cell => cell.Kind == CellKind.Code), "cell")}");
            var run = await NotebookRunner.RunAsync(
                source.Notebook, source.Folder, limit, progress => status($"{name}  cell {progress.Number}/{progress.Cells} …"), cancel);
            run.Executed.Save(Path.Combine(folder, $"{source.Name}.ipynb"));
            Terminal.WriteLine($"{name}  {(run.Failure is { } failure ? $"FAILED at cell {failure.Number}" : "passed")}  {run.Duration.TotalSeconds:0.0} s");
            if (run.Failure is not null) Report(run.Failure);
            pages.Add((source with { Notebook = run.Executed }, run.Failure is not null));
        }
        return pages;
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void Report(CellFailure failure)
    {
        foreach (var line in failure.Error.Traceback) Terminal.WriteLine($"  {line}");
        if (failure.Output.Length == 0) return;
        Terminal.WriteLine("  output so far:");
        foreach (var line in failure.Output.TrimEnd().Split('\n').TakeLast(20)) Terminal.WriteLine($"    {line}");
    }

    // A run of some notebooks keeps the pages of the others from earlier runs.
    private IEnumerable<BookPage> Kept() => kept
        .Select(path => (Source: path, Executed: Path.Combine(folder, Path.GetFileName(path))))
        .Where(file => File.Exists(file.Executed))
        .Select(file => new BookPage(Path.GetFileNameWithoutExtension(file.Source), Notebook.Load(file.Executed), Path.GetDirectoryName(file.Source)!));

    private static IReadOnlyList<string> Others(IReadOnlyList<string> files)
    {
        if (NotebookFiles.Root is null) return [];
        var running = files.Select(Path.GetFileName).ToHashSet();
        return [.. NotebookFiles.Find([]).Select(Path.GetFullPath).Where(path => !running.Contains(Path.GetFileName(path)))];
    }
}
