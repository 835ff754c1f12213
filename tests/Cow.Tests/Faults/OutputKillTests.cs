using System.Globalization;
using CowNotebooks.Notebooks;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>
/// A command is killed at random places of what it writes: each file is the old one or the new one, whole, and the next run leaves nothing of the killed one.
/// <code>COW_KILLS=200 COW_SEED=1 dotnet test --project tests/Cow.Tests --filter-class "*OutputKillTests"      # longer, and the same places again</code>
/// </summary>
public sealed class OutputKillTests(ITestOutputHelper output)
{
    private const int Notebooks = 300;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("COW_KILLS") ?? "6", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("COW_SEED") ?? $"{Environment.TickCount & 0xffff}", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notebooks_that_are_being_cleaned_are_the_old_or_the_new_ones()
    {
        var random = Seeded();
        using var repository = new Repository();
        Directory.CreateDirectory(repository["notebooks"]);
        var old = $$"""{"cells":[{"cell_type":"code","execution_count":1,"id":"a","metadata":{},"outputs":[{"name":"stdout","output_type":"stream","text":["{{new string('x', 20_000)}}"]}],"source":["1"]}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";
        Dirty();
        Assert.Equal(ExitCodes.Ok, (await CowCommand.RunInAsync(repository.Folder, "clean")).ExitCode);
        var clean = File.ReadAllText(Name(0));
        Assert.NotEqual(old, clean);
        var mixed = 0;
        for (var i = 0; i < Kills; i++)
        {
            Dirty();
            var at = new FileInfo(Name(random.Next(Notebooks / 10, Notebooks * 9 / 10)));
            await KillAsync(repository, () => IsCleaned(at), "clean");
            var texts = Enumerable.Range(0, Notebooks).Select(number => File.ReadAllText(Name(number))).ToList();
            Assert.All(texts, text => Assert.True(text == old || text == clean));
            if (texts.Contains(old) && texts.Contains(clean)) mixed++;
        }

        output.WriteLine($"{mixed} of {Kills} kills came while files were written.");
        Assert.True(mixed > 0);
        Dirty();
        Assert.Equal(ExitCodes.Ok, (await CowCommand.RunInAsync(repository.Folder, "clean")).ExitCode);
        Assert.Equal(Notebooks, Directory.GetFiles(repository["notebooks"]).Length);

        bool IsCleaned(FileInfo file)
        {
            file.Refresh();
            return file.Exists && file.Length < old.Length;
        }

        string Name(int number) => repository[$"notebooks/{number:000}.ipynb"];

        void Dirty()
        {
            for (var number = 0; number < Notebooks; number++) File.WriteAllText(Name(number), old);
        }
    }

    [Fact]
    public async Task A_book_that_is_being_written_has_old_or_new_files()
    {
        var random = Seeded();
        using var repository = new Repository().With("01-a", "//parameters\nvar Lap = 0;", "Lap").With("02-b", "2");
        var book = repository["book"];
        Assert.Equal(ExitCodes.Ok, (await CowCommand.RunInAsync(repository.Folder, "run")).ExitCode);
        var files = Directory.GetFiles(book);
        var assets = files.Where(path => Path.GetExtension(path) is ".js" or ".css" && Path.GetFileName(path) != "search-text.js").ToDictionary(path => path, File.ReadAllText);
        var pages = files.Except(assets.Keys).ToList();
        var mixed = 0;
        for (var lap = 1; lap <= Math.Max(3, Kills / 2); lap++)
        {
            var before = Stamps();
            var written = random.Next(1, pages.Count);
            await KillAsync(repository, () => Stamps().Except(before).Count() >= written, "run", "-p", $"Lap={lap}");
            if (Stamps().Intersect(before).Any() && Stamps().Except(before).Any()) mixed++;
            Assert.Superset(files.ToHashSet(), Directory.GetFiles(book).ToHashSet());
            Assert.All(assets, asset => Assert.Equal(asset.Value, File.ReadAllText(asset.Key)));
            foreach (var path in pages) AssertWhole(path);
        }

        output.WriteLine($"{mixed} kills came while pages were written.");
        Assert.True(mixed > 0);

        Assert.Equal(ExitCodes.Ok, (await CowCommand.RunInAsync(repository.Folder, "run")).ExitCode);
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(book).Order(StringComparer.Ordinal));

        List<(string Path, DateTime Written)> Stamps() => [.. pages.Select(path => (path, File.GetLastWriteTimeUtc(path)))];
    }

    private static void AssertWhole(string path)
    {
        if (Path.GetExtension(path) == ".ipynb") Assert.NotEmpty(Notebook.Load(path).Cells);
        else Assert.EndsWith(path.EndsWith(".js", StringComparison.Ordinal) ? ";" : "</html>", File.ReadAllText(path).TrimEnd());
    }

    private static async Task KillAsync(Repository repository, Func<bool> when, params string[] arguments)
    {
        using var cow = CowCommand.StartIn(repository.Folder, arguments);
        // Without a pause, or it may be through before the next look.
        await Task.Run(() => SpinWait.SpinUntil(() => cow.HasExited || when()), Cancel);
        if (!cow.HasExited) Assert.Equal(0, Syscall.kill(cow.Pid, Signum.SIGKILL));
        // Fails when a process is left.
        await cow.ResultAsync();
    }

    private Random Seeded()
    {
        output.WriteLine($"COW_SEED={Seed}");
        return new Random(Seed);
    }
}
