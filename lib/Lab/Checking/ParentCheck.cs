using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Cells;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Lab.Checking;

/// <summary>An expected line of a parent, and its actual one.</summary>
/// <param name="Expected">The transcript's request and answer.</param>
/// <param name="Said">What was answered.</param>
/// <param name="IsRight">True when the answer matches.</param>
public sealed record CheckedLine(string Expected, string Said, bool IsRight);

/// <summary>Plays the transcript of lib/Parents/PROTOCOL.md to a parent.</summary>
public sealed class ParentCheck : IAsyncDisposable
{
    private readonly ParentProcess _parent;
    private readonly CellFiles _files;
    private readonly Catalogue _catalogue;
    private readonly List<CheckedLine> _lines = [];
    private readonly CancellationToken _cancel;
    private ChildProcess? _child;
    private string _heap = "", _wrong = "";
    private IReadOnlyList<CellFile> _workloads = [];

    private ParentCheck(ParentProcess parent, CancellationToken cancel)
    {
        (_parent, _cancel) = (parent, cancel);
        _files = new CellFiles(parent.Description, parent.Folder, workingFolder: null);
        _catalogue = Catalogue.Of(parent.Description.Catalogue);
    }

    /// <summary>Starts the parent, plays the transcript, and ends it.</summary>
    /// <param name="runtime">Which parent.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ParentNotStartedException">It does not start, or does not say "ready" with what it must.</exception>
    public static async Task<IReadOnlyList<CheckedLine>> RunAsync(Runtime runtime, CancellationToken cancel = default)
    {
        var options = new LabOptions { TimeLimit = TimeLimits.CheckedAnswer };
        var parent = await ParentProcess.StartAsync(runtime.Command(options), options.StartLimit, cancel).ConfigureAwait(false);
        await using var check = new ParentCheck(parent, cancel);
        await check.PlayAsync(Transcript.Read(Path.Combine(StartFile.Parents, "PROTOCOL.md"))).ConfigureAwait(false);
        return check._lines;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _parent.DisposeAsync().ConfigureAwait(false);
        await _files.DisposeAsync().ConfigureAwait(false);
    }

    private async Task PlayAsync(IReadOnlyList<TranscriptLine> transcript)
    {
        await ChooseCellsAsync().ConfigureAwait(false);
        // The lines of the transcript with {workload} are played for each workload.
        for (var i = 0; i < transcript.Count; i++)
        {
            var many = transcript.Skip(i).TakeWhile(line => line.Speaker == Speaker.Child || line.Words.Contains("{workload}")).ToList();
            if (!transcript[i].Words.Contains("{workload}"))
            {
                // A request without an answer, such as quit, shows its effect in the next lines.
                if (transcript[i].Speaker == Speaker.ToChild && transcript[i + 1].Speaker == Speaker.Observer) await (_child?.QuitAsync() ?? Task.CompletedTask).ConfigureAwait(false);
                else if (transcript[i].Speaker is Speaker.Observer or Speaker.ToChild) await SayAsync(transcript[i], transcript[i + 1], null).ConfigureAwait(false);
                continue;
            }

            foreach (var workload in _workloads)
                for (var j = 0; j < many.Count; j += 2) await SayAsync(many[j], many[j + 1], workload.Path).ConfigureAwait(false);
            i += many.Count - 1;
        }
    }

    private async Task ChooseCellsAsync()
    {
        _wrong = Path.Combine(_parent.Folder, "wrong");
        await File.WriteAllTextAsync(_wrong, ")(", _cancel).ConfigureAwait(false);
        var heap = _catalogue.Heaps is [var first, ..] ? await _files.OfAsync(null, first, Lineage.Empty, forChild: false, _cancel).ConfigureAwait(false) : new CellFile(_files.Empty, Lineage.Empty);
        _heap = heap.Path;
        var workloads = new List<CellFile>();
        foreach (var entry in _catalogue.Workloads.Where(entry => !entry.EndsChild)) workloads.Add(await _files.OfAsync(null, entry, heap.After, forChild: true, _cancel).ConfigureAwait(false));
        _workloads = workloads.Count > 0 ? workloads : [new CellFile(_files.Empty, Lineage.Empty)];
    }

    private async Task SayAsync(TranscriptLine request, TranscriptLine expected, string? workload)
    {
        string[] words = [.. request.Words.Select(word => word switch
        {
            "{empty}" => _files.Empty,
            "{heap}" => _heap,
            "{wrong}" => _wrong,
            "{workload}" => workload!,
            "{pid}" => $"{_child?.Pid}",
            _ => Line.Read(word)[0],
        })];
        var said = await AnswerAsync(request.Speaker, words).ConfigureAwait(false);
        var isRight = expected.Words[0] == said.Split(' ')[0] && expected.Words.Skip(1).All(field => field == "…" || said.Contains(field.TrimEnd('…'), StringComparison.Ordinal));
        _lines.Add(new($"{request} → {string.Join("  ", expected.Words)}", said, isRight));
    }

    private async Task<string> AnswerAsync(Speaker to, string[] words)
    {
        var doing = string.Join(' ', words);
        try
        {
            if (words[0] == Request.ForkWord)
            {
                _child = await _parent.ForkAsync(TimeLimits.CheckedAnswer, _cancel).ConfigureAwait(false);
                return $"ok pid={_child.Pid}";
            }

            if (to == Speaker.Observer) return Text(await _parent.AskAsync(doing, Line.Write(words), TimeLimits.CheckedAnswer, _cancel).ConfigureAwait(false));
            if (_child is null) return "nothing: it did not fork";
            var (answer, outcome) = await _child.AskAsync(doing, Line.Write(words), TimeLimits.CheckedAnswer, _cancel).ConfigureAwait(false);
            return answer is not null ? Text(answer) : outcome is Raised raised ? $"error {raised.Text}" : outcome.ToString();
        }
        catch (ProcessFailedException failure)
        {
            return failure.Message;
        }
    }

    private static string Text(Answer answer) => answer.Error is { } error ? $"error {error}" : string.Join(' ', Line.Read(answer.Write().TrimEnd('\n')));
}
