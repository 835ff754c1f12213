using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Lab.Sentences;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// The same code under each setting of the collector that its parent offers, each in a fresh parent: what does a setting save?
/// <code>
/// var whatIf = await WhatIf.RunAsync(Runtime.CPython(), Heap.Lists(200_000), Workload.KeepLists);
/// </code>
/// </summary>
public sealed record WhatIf
{
    /// <summary>Compares what was measured.</summary>
    /// <param name="standard">By default.</param>
    /// <param name="others">Under each other setting, or why it is not to be had.</param>
    public WhatIf(Workers standard, IEnumerable<(Gc Gc, Reading<Workers> Workers)> others)
    {
        Default = standard;
        // The same memory for all, or the numbers of workers that fit could not be compared.
        Rows = [new(Gc.Default, standard, standard), .. others.Select(one => new WhatIfRow(one.Gc, one.Workers.Then(workers => workers with { AvailableBytes = standard.AvailableBytes }), standard))];
    }

    /// <summary>A row for each setting: first the default, then those of the catalogue, by name.</summary>
    public IReadOnlyList<WhatIfRow> Rows { get; }

    /// <summary>The default, with which the others are compared.</summary>
    public Workers Default { get; }

    /// <summary>
    /// The setting under which the child's USS grows least, if that child takes less in all too; null when none saves more than <see cref="NoisePages"/>. Of several
    /// that are no further apart than that, the first row, so that noise does not choose.
    /// </summary>
    public WhatIfRow? Best => Leaders.FirstOrDefault();

    /// <summary>The settings whose run saves something that their child has not taken before it.</summary>
    internal IEnumerable<WhatIfRow> Savers => Rows.Where(row => row.SavedPages > NoisePages && row.Workers.Value?.Ram.PrivateBytes < Default.Ram.PrivateBytes);

    /// <summary>Those of them that save as much as the one that saves most, within <see cref="NoisePages"/>.</summary>
    internal IEnumerable<WhatIfRow> Leaders => Savers.Where(row => row.SavedPages >= Savers.Max(other => other.SavedPages) - NoisePages);

    /// <summary>A difference of up to so many pages is no saving: two pages for each of the two figures that are compared, or 1 % of the default's.</summary>
    public long NoisePages => Math.Max(4, (Rows[0].UssGrowthPages ?? 0) / 100);

    /// <summary>Why a setting is not to be had, and what a reader must know before trusting the figures. Each is a sentence or two.</summary>
    public IReadOnlyList<string> Notes =>
        [.. Rows.Where(row => !row.Workers.IsThere).Select(row => $"{row.Gc.Name}: {row.Workers.Why}"), .. Rows.SelectMany(row => row.Workers.Value?.Notes ?? []).Distinct()];

    /// <summary>Runs the code under each setting, and leaves no process behind.</summary>
    /// <param name="runtime">What runs as parent and child.</param>
    /// <param name="heap">What the parent holds.</param>
    /// <param name="workload">What the child does with it.</param>
    /// <param name="workers">How many children run it, one after another, and stay: see <see cref="Workers"/>. The figures of a row are those of the first.</param>
    /// <param name="slices">In how many parts each runs it.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="own">Values and an expectation for code of one's own.</param>
    /// <param name="progress">Called with the setting that is next.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="LabUsageException">The arguments do not fit the runtime, or so many workers do not fit into this machine's memory.</exception>
    /// <exception cref="ParentNotStartedException">The runtime is missing, or is not what it should be.</exception>
    /// <exception cref="ProcessFailedException">By default already, the parent or a child ended, refused, took too long, or its code failed.</exception>
    public static async Task<WhatIf> RunAsync(
        Runtime runtime,
        Heap heap,
        Workload workload,
        int workers = 1,
        int slices = 1,
        LabOptions? options = null,
        OwnCode? own = null,
        IProgress<Gc>? progress = null,
        CancellationToken cancel = default)
    {
        var standard = await UnderAsync(Gc.Default).ConfigureAwait(false);
        var others = new List<(Gc, Reading<Workers>)>();
        foreach (var gc in standard.Settings.Select(setting => Gc.Parse(setting.Example))) others.Add((gc, await AskAsync(gc).ConfigureAwait(false)));
        return new(standard, others);

        Task<Workers> UnderAsync(Gc gc)
        {
            progress?.Report(gc);
            return Workers.RunAsync(runtime, heap, workload, workers, gc, slices, options, own, progress: null, cancel);
        }

        // A setting that this version or this code refuses is a row with the reason.
        async Task<Reading<Workers>> AskAsync(Gc gc)
        {
            try
            {
                return await UnderAsync(gc).ConfigureAwait(false);
            }
            catch (ProcessFailedException failed)
            {
                return Reading.None<Workers>(failed.Outcome is Raised raised ? raised.Message : failed.Message);
            }
            catch (Exception refused) when (refused is LabUsageException or ParentNotStartedException)
            {
                return Reading.None<Workers>(refused.Message);
            }
        }
    }

    /// <summary>
    /// As <see cref="RunAsync"/>; where the runtime is not installed, what was recorded elsewhere, marked as recorded, without page maps. With COW_RECORD=1 what is measured is recorded.
    /// </summary>
    /// <param name="recording">Where it is recorded: a file.</param>
    /// <param name="runtime">What runs as parent and child.</param>
    /// <param name="heap">What the parent holds.</param>
    /// <param name="workload">What the child does with it.</param>
    /// <param name="workers">How many children run it, one after another, and stay.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="own">Values for code of one's own.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="LabUsageException">The recording is needed and is not there, or as of <see cref="RunAsync"/>.</exception>
    /// <exception cref="ProcessFailedException">As of <see cref="RunAsync"/>.</exception>
    public static async Task<WhatIf> RunOrRecordedAsync(
        string recording, Runtime runtime, Heap heap, Workload workload, int workers = 1, LabOptions? options = null, OwnCode? own = null, CancellationToken cancel = default)
    {
        try
        {
            var measured = await RunAsync(runtime, heap, workload, workers, slices: 1, options, own, progress: null, cancel).ConfigureAwait(false);
            if (FamilyRecording.IsWanted) WhatIfRecording.Save(measured, recording);
            return measured;
        }
        catch (ParentNotStartedException missing)
        {
            return WhatIfRecording.Load(recording, missing.Message);
        }
    }

    /// <summary>What saves most, in one sentence or two; or that nothing does, and why.</summary>
    public override string ToString() => Default.Runs.Any(run => run.IsRecorded) ? $"{WhatIfSentence.Of(this)} (This was recorded, not measured now.)" : WhatIfSentence.Of(this);
}

/// <summary>The code under one setting. Pages are <see cref="Run.PageSize"/> bytes.</summary>
public sealed record WhatIfRow
{
    private readonly Workers _default;

    internal WhatIfRow(Gc gc, Reading<Workers> workers, Workers standard) => (Gc, Workers, _default) = (gc, workers, standard);

    /// <summary>The setting.</summary>
    public Gc Gc { get; }

    /// <summary>The children that ran under it; or why it is not to be had.</summary>
    public Reading<Workers> Workers { get; }

    /// <summary>What the first of them ran; null when the setting is not to be had.</summary>
    public Run? Run => Workers.Value?.Runs[0];

    /// <summary>How many pages its USS grew: copied pages, and those that it was given besides.</summary>
    public long? UssGrowthPages => Run?.UssGrowthPages;

    /// <summary>By how much less than by default; negative when it is more.</summary>
    public long? SavedPages => _default.Runs[0].UssGrowthPages - UssGrowthPages;

    /// <summary>The same as a share of what it is by default, from 0 to 1; null when that is nothing.</summary>
    public double? SavedShare => _default.Runs[0].UssGrowthPages is > 0 and var grown ? (double?)SavedPages / grown : null;
}
