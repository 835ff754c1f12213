using CowNotebooks.Forking;
using CowNotebooks.Lab;

namespace CowNotebooks.Soak;

/// <summary>One experiment in a laboratory: a fresh child, what it does, and whether the laws hold.</summary>
/// <param name="session">What the laboratory was drawn as.</param>
/// <param name="lab">Where.</param>
/// <param name="number">The number of the experiment.</param>
/// <param name="random">What it is drawn from.</param>
/// <param name="tally">Where it is counted.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class Experiments(Session session, Laboratory lab, int number, Random random, Tally tally, CancellationToken cancel)
{
    // Of a hundred: workloads of the catalogue, then own cells, then mishaps.
    private const int OfCatalogue = 42, OfOwn = 84;

    private readonly OwnCells _cells = OwnCells.By[lab.Language!];

    // A child with such a setting is refused what collects.
    private bool CannotCollect => lab.Catalogue.Setting(session.Gc)?.CannotCollect is not null;

    /// <summary>True when the laboratory can be used afterwards.</summary>
    public async Task<bool> RunAsync()
    {
        var kind = random.Next(100);
        if (kind >= OfOwn)
        {
            var mishap = random.One(Mishaps.Of(lab, _cells, random));
            var goesOn = await new Mishaps(lab, _cells, random, cancel).HappenAsync(mishap);
            tally.Add(mishap);
            return goesOn;
        }

        await (kind < OfCatalogue ? RunCatalogueAsync() : RunOwnAsync());
        return true;
    }

    private async Task RunCatalogueAsync()
    {
        var entry = random.One([.. lab.Catalogue.Workloads.Where(entry => !entry.EndsChild && !(CannotCollect && entry.Collects))]);
        await using var child = await lab.ForkAsync(cancel: cancel);
        var run = await child.RunAsync(Workload.Parse(random.Named(entry)), random.Slices(session.Heap.Count!.Value), cancel: cancel);
        Completed(run, entry.Name);
        await ReportAsync(entry.Name);
    }

    /// <summary>As the cells of a notebook do: #!parent builds a variable, #!child works on it; now and then several, in one child.</summary>
    private async Task RunOwnAsync()
    {
        List<OwnCell> drawn = [.. Enumerable.Range(0, random.OnceIn(3) ? 3 : 1).Select(which => OwnCell.Of(_cells, $"xs{number}_{which}", random, CannotCollect))];
        foreach (var cell in drawn) Completed(await lab.RunAsync(cell.Building, cancel), cell.Building);
        await using var child = await lab.ForkAsync(cancel: cancel);
        var slices = drawn is [{ IsInParts: true, Elements: var elements }] ? random.Slices(Math.Min(elements, session.Heap.Count!.Value)) : 1;
        var noop = await child.RunAsync(Workload.Noop, slices, cancel: cancel);
        foreach (var cell in drawn)
        {
            if (session.Interpreter.IsPredictable && cell.Writes is "") lab.PredictNothing();
            else if (session.Interpreter.IsPredictable && cell.Writes is { } word) lab.Predict(cell.Name, new Word(word));
            var run = await child.RunAsync(cell.Working, slices, cancel: cancel);
            Completed(run, cell.Working);
            if (cell.Value is { } value && run.Value != value) throw new UnexpectedException($"{cell.Working}\nhas the value {run.Value}, not {value}.");
            if (random.OnceIn(2)) await ReportAsync(cell.Working);
            else Add(new Laws(run, noop, run.Notes), cell.Working);
        }
    }

    private async Task ReportAsync(string what)
    {
        var report = await lab.ReportAsync(cancel: cancel);
        if (report.Noop is not { } noop) throw new UnexpectedException($"The child that does nothing did not finish, beside {what}.");
        Add(new Laws(report.Run, noop, report.Warnings), what);
    }

    private void Add(Laws laws, string what)
    {
        tally.Add(session.Interpreter.Name, laws);
        if (laws.Disagreement is { } sentence) Console.WriteLine($"{number}: {session}: {what.ReplaceLineEndings(" ⏎ ")}: {sentence}");
    }

    private static void Completed(Run run, string what)
    {
        if (!run.Outcome.IsCompleted) throw new UnexpectedException($"{what}\nended so: {run.Outcome}{(run.Outcome is Raised raised ? $"\n{raised.Text}" : "")}");
    }
}
