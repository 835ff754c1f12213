using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>The way of a page fault through the kernel.</content>
/// <remarks>
/// The functions are those of Linux 6 on x86-64, in arch/x86/mm/fault.c (exc_page_fault to bad_area) and mm/memory.c (handle_mm_fault and below); those of huge pages,
/// NUMA hints and userfaultfd are left out.
/// </remarks>
public sealed partial class Picture
{
    /// <summary>All ways that a page fault may take through the kernel.</summary>
    public static Picture FaultPath() => new FaultPathPicture("The way of a page fault through the kernel", null, null, null, []).Draw();

    /// <summary>The way of a real fault of a run: one of those that were most, with its address and code. Needs <see cref="LabOptions.TraceFaults"/>.</summary>
    /// <param name="run">The run. Without a trace all ways are shown, and why there is none; of a child that SIGSEGV ended, that way.</param>
    public static Picture FaultPath(Run run)
    {
        if (run.Faults is { Count: > 0 } trace) return FaultPath(trace, trace.ByCause[0].Cause);
        if (run.Outcome is Killed { Signal: var signal } && signal == Signal.Segv)
            return new FaultPathPicture("The way of a fault that the kernel refused", FaultBranch.Invalid, null, null, [run.Outcome.ToString()]).Draw();
        var why = run.IsRecorded ? "The run is a recording, whose faults were not traced."
            : run.Trace is { IsThere: false, Why: { Length: > 0 } reason } ? reason
            : run.Faults is null ? "Faults were not traced: open the laboratory with new LabOptions { TraceFaults = true }."
            : "The run took no page fault.";
        return new FaultPathPicture("The way of a page fault through the kernel", null, null, null, [$"Not of a fault of this run: {why}"]).Draw();
    }

    /// <summary>The way of a real fault that had a cause.</summary>
    /// <param name="faults">The faults of a run: <see cref="Run.Faults"/>.</param>
    /// <param name="cause">What the fault did.</param>
    /// <exception cref="LabUsageException">No fault of the run did that.</exception>
    public static Picture FaultPath(FaultTrace faults, FaultCause cause)
    {
        var example = faults.Examples.FirstOrDefault(one => one.Cause == cause) ?? throw new LabUsageException(
            $"No fault of this run did that: {cause.ToString().ToLowerInvariant()}.", $"There are these: {string.Join(", ", faults.ByCause.Select(one => one.Cause.ToString().ToLowerInvariant()))}.");
        return new FaultPathPicture("The way of a real fault through the kernel", FaultBranch.Of(cause, example.Found), example, faults, []).Draw();
    }

    private sealed class FaultPathPicture(string heading, FaultBranch? taken, FaultExample? example, FaultTrace? faults, IReadOnlyList<string> notes)
    {
        private const double TrunkX = 20, BranchX = 44, BranchGap = 10;

        // After so many of the steps a fault without a mapping has ended.
        private const int EarlyEnd = 2;

        // Each with what it does.
        private static readonly (string Function, string Does)[] Trunk =
        [
            ("exc_page_fault", "the processor found no page that it may use"),
            ("do_user_addr_fault", "which mapping (VMA) has the address?"),
            ("handle_mm_fault", "what does the mapping allow?"),
            ("handle_pte_fault", "what is in the page-table entry?"),
        ];

        private readonly Sketch _sketch = new();
        private readonly List<string> _text = [];

        public Picture Draw()
        {
            _sketch.Paragraph(heading, Style.Heading).Space(6);
            _text.Add($"{heading}.");
            Touch();
            Steps();
            foreach (var note in notes.Concat(Counts()))
            {
                _sketch.Space(6).Paragraph(note);
                _text.Add(note);
            }

            return new(_sketch, _text);
        }

        private string? Lit => taken is null ? null : Palette.Written;

        private LineLook Way => new(Lit, taken is null ? 1.4 : 2.4);

        /// <summary>The instruction that faulted.</summary>
        private void Touch()
        {
            List<(string Label, string Value)> facts = example is null ? [] :
            [
                ("address", Hex(example.Address)),
                ("page", $"{Hex(example.Address / (ulong)Run.PageSize * (ulong)Run.PageSize)} ({example.Mapping})"),
                ("touched", example.Touched),
                ("code", example.Symbol),
                .. example.Cpu is { } cpu ? [("when", string.Create(CultureInfo.InvariantCulture, $"{cpu.TotalMilliseconds:0.###} ms of CPU time into the run"))] : Array.Empty<(string, string)>(),
            ];
            const double labelWidth = 64;
            var lines = facts.SelectMany(fact => Letters.Lines(fact.Value, Sketch.Inner - labelWidth - 24, Style.Code).Select((line, i) => (Label: i == 0 ? fact.Label : "", Line: line))).ToList();
            var area = new Area(Sketch.Margin, _sketch.Bottom, Sketch.Inner, 26 + (lines.Count * Style.Code.LineHeight));
            _sketch.Box(area, new BoxLook(Stroke: Lit) { StrokeWidth = taken is null ? 1 : 2 });
            var y = area.Y + 17;
            _sketch.Text("An instruction reads or writes memory", area.X + 8, y, Style.Plain with { IsBold = true });
            foreach (var (label, line) in lines)
            {
                y += Style.Code.LineHeight;
                if (label.Length > 0) _sketch.Text(label, area.X + 8, y, Style.Small);
                _sketch.Text(line, area.X + 8 + labelWidth, y, Style.Code);
            }

            if (facts.Count > 0) _text.Add($"{string.Join("; ", facts.Select(fact => $"{fact.Label}: {fact.Value}"))}.");
        }

        /// <summary>What every fault goes through; one without a mapping leaves it early.</summary>
        private void Steps()
        {
            var through = taken == FaultBranch.Invalid ? EarlyEnd : Trunk.Length;
            foreach (var (i, (function, does)) in Trunk.Index())
            {
                var isLit = taken is not null && i < through;
                var from = _sketch.Bottom;
                // A fault without a mapping ends between two of the steps.
                if (i == EarlyEnd) Branches(from, [FaultBranch.Invalid]);
                _sketch.Space(14);
                var area = new Area(Sketch.Margin, _sketch.Bottom, Sketch.Inner, 38);
                _sketch.Box(area, new BoxLook(Stroke: isLit ? Palette.Written : null) { StrokeWidth = isLit ? 2 : 1, Opacity = Faint(isLit) },
                    (function, Style.Code with { IsBold = isLit, Opacity = Faint(isLit, 0.75) }), (does, Style.Small with { Opacity = Faint(isLit, 0.75) }));
                _sketch.Arrow(isLit ? Way : new LineLook(Opacity: Faint(isLit)), (TrunkX, from), (TrunkX, area.Y));
            }

            _text.Add($"The kernel runs {string.Join(", ", Trunk.Take(through).Select(one => one.Function))}{(taken is null ? "" : $", then {taken.Functions}: {taken.When}. The result: {taken.Result}")}.");
            Branches(_sketch.Bottom, [.. FaultBranch.All.Where(branch => branch != FaultBranch.Invalid)]);
            if (taken is null) _text.Add($"Then, by what it finds: {string.Join("; ", FaultBranch.All.Select(branch => $"{branch.When}: {branch.Functions}, {branch.Result}"))}.");
        }

        private void Branches(double from, IReadOnlyList<FaultBranch> branches)
        {
            double? lit = null;
            var last = from;
            foreach (var branch in branches)
            {
                _sketch.Space(BranchGap);
                var isLit = branch == taken;
                var style = Style.Small with { Opacity = Faint(isLit, 0.75) };
                List<(string, Style)> lines =
                    [(branch.When, style), (branch.Functions, Style.Code with { IsBold = isLit, Opacity = style.Opacity }), ($"→ {branch.Result}", style with { IsBold = isLit })];
                // Behind the result there is no room for a large number.
                if (Times(branch) is { } times) lines.Add((times, style with { IsBold = isLit }));
                var area = new Area(BranchX, _sketch.Bottom, Sketch.Width - Sketch.Margin - BranchX, 58 + ((lines.Count - 3) * style.LineHeight));
                var look = isLit ? new BoxLook(Palette.Written, Palette.Written) : new BoxLook { Opacity = Faint(isLit) };
                _sketch.Box(area, look, [.. lines]);
                _sketch.Arrow(isLit ? Way : new LineLook(Opacity: Faint(isLit)), (TrunkX, area.MiddleY), (area.X, area.MiddleY));
                last = area.MiddleY;
                if (isLit) lit = last;
            }

            _sketch.Line(TrunkX, from, TrunkX, last, new LineLook(Opacity: Faint(isLit: false)));
            if (lit is { } end) _sketch.Line(TrunkX, from, TrunkX, end, Way);
        }

        // Once a way is lit, the others step back.
        private double Faint(bool isLit, double least = 0.4) => taken is null || isLit ? 0.9 : least;

        private string? Times(FaultBranch branch) =>
            faults is not null && branch == taken && example is not null ? $"(one of {Numbers.Count(faults.CountOf(example.Cause))}, kind {example.Cause.ToString().ToLowerInvariant()})" : null;

        private IEnumerable<string> Counts()
        {
            if (faults is not null) yield return $"In this run: {faults}";
        }
    }
}
