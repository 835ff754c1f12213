using System.Text;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>What the observer says to a parent and to its child, in each language that is installed: real processes, which must answer each line and live on.</summary>
internal static class ParentTargets
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    public static IEnumerable<FuzzTarget> All => Runtime.Names.Where(IsInstalled).SelectMany(name => new[] { Of(name, "parent"), Of(name, "child") });

    private static bool IsInstalled(string name) => name == "dotnet"
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Runtime.Parse(name).Program)));

    private static FuzzTarget Of(string runtime, string side)
    {
        var process = new Asked(runtime, side == "child");
        return new($"{runtime} {side}", process.Corpus, process.Ask, typeof(RefusedRequestException))
        {
            Pieces =
            Corpus.Of("\t", "\\t", "\\", "set\t", "truths\t", "integer\t", "__builtins__\t", "part\t", "a.b", "quit\t", "9999999999999999999999\t", "$x;", "'"),
            End = process.End
        };
    }

    /// <summary>Its answer to a request is an error: a clear one, as its language prints it.</summary>
    private sealed class RefusedRequestException(string what) : Exception($"It answered an error: {what[..Math.Min(what.Length, 2000)]}");

    /// <summary>A parent or child that is started when it is first asked.</summary>
    private sealed class Asked(string runtime, bool isChild)
    {
        // A child's request has at most so many bytes.
        private const int MostBytes = 900;

        // In a folder of its own, so that no mutation of its name is the name of another file: of a device that never ends.
        private readonly string _cell = EmptyCell();
        private ParentProcess? _parent;
        private ChildProcess? _child;

        public IReadOnlyList<byte[]> Corpus =>
            Fuzz.Corpus.Of(
            [
                "set\tcount\tinteger\t1000", "set\tnames\ttexts\ta\\tb\tc\\\\d", "set\tratio\tnumber\t2.5", "set\tflags\ttruths\ttrue\tfalse", "set\tnone\ttexts",
                $"prepare\t{_cell}", $"run\t{_cell}\t0\t1", $"run\t{_cell}\t1\t2", $"show\t{_cell}", "prepare\t/no/such/file", "dance",
                .. isChild ? new[] { "size\tcount", "names", "names\tcount", "get\tcount", "get\tnames" } : [$"cell\t{_cell}", "cell\t/no/such/file", "reap\t999999999", "fork\tonly one"],
            ]);

        public void Ask(byte[] mutation)
        {
            var line = Encoding.UTF8.GetString(mutation).Replace("\n", "", StringComparison.Ordinal);
            if (Encoding.UTF8.GetByteCount(line) > MostBytes) line = new string([.. line.Take(MostBytes / 4)]);
            // What ends it by right, or makes a child of which nobody knows.
            var words = Line.Read(line);
            if (words[0] == "quit" || (words[0] == "fork" && words.Length >= 4)) throw new RefusedRequestException("It was not asked.");
            if (AskAsync(line + "\n").GetAwaiter().GetResult() is { } error) throw new RefusedRequestException(error);
        }

        public void End()
        {
            _parent?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(Path.GetDirectoryName(_cell)!, recursive: true);
        }

        private static string EmptyCell()
        {
            var cell = Path.Combine(Directory.CreateTempSubdirectory("fuzz-").FullName, "cell");
            File.WriteAllText(cell, "");
            return cell;
        }

        private async Task<string?> AskAsync(string request)
        {
            _parent ??= await ParentProcess.StartAsync(Runtime.Parse(runtime).Command(new LabOptions()), Limit);
            if (!isChild) return (await _parent.AskAsync("answering", request, Limit, CancellationToken.None)).Error;
            _child ??= await _parent.ForkAsync(Limit, CancellationToken.None);
            var (answer, outcome) = await _child.AskAsync("answering", request, Limit, CancellationToken.None);
            if (answer is not null) return answer.Error;
            if (outcome is Raised raised) return raised.Text;
            _child = null;
            throw new WrongFigureException($"It did not answer '{request.TrimEnd()}': {outcome}");
        }
    }
}
