using CowNotebooks.Lab.Sentences;

namespace CowNotebooks.Lab.Measuring;

/// <summary>Refuses more workers than this machine's memory can hold, before the kernel's out-of-memory killer chooses a victim.</summary>
/// <param name="count">How many are asked for.</param>
internal sealed class WorkersRoom(int count)
{
    /// <summary>Before the first is forked.</summary>
    /// <param name="idle">What a child took that did nothing: a worker takes no less.</param>
    /// <param name="predictedPages">Pages that a worker is predicted to copy; null when that is not known.</param>
    /// <exception cref="LabUsageException">They cannot fit.</exception>
    public void Require(Measurement? idle, long? predictedPages)
    {
        var least = CostOf(idle?[FigureTable.Uss], idle) + (predictedPages ?? 0) * Run.PageSize;
        Require(0, least, predictedPages > 0 ? ", by the prediction and what a child takes that does nothing" : ", which is what a child takes that does nothing");
    }

    /// <summary>After each: what the last one has taken, those that follow will take.</summary>
    /// <exception cref="LabUsageException">The others will not fit.</exception>
    public void Require(WorkersPoint before, WorkersPoint after) =>
        Require(after.Workers.Count, CostOf(after.RamBytes - before.RamBytes, after.Workers[^1]), Invariant($", as number {after.Workers.Count:N0} did"));

    private void Require(int done, long each, string how)
    {
        var memory = AvailableMemory.Read();
        if (each <= 0 || memory.Bytes is not { } available) return;
        var fit = available / each;
        if (count - done <= fit) return;
        throw new LabUsageException(
            Invariant($"{count:N0} workers do not fit: each takes {(done == 0 ? "at least " : "")}{ByteText.Of(each)} here{how}, and {ByteText.Of(available)} are available{memory.Where}{(done == 0 ? "" : " for the others")}."),
            done + fit > 0 ? Invariant($"Ask for at most {done + fit:N0}.") : "Ask for a smaller heap.");
    }

    private static long CostOf(long? memory, Measurement? worker) => (memory ?? 0) + (worker?[FigureTable.PageTables] ?? 0);
}
