using System.CommandLine;

namespace CowNotebooks.Cow.Commands;

/// <summary>The commands below <c>cow</c>, in the order of its help.</summary>
internal static class CommandList
{
    private static readonly Entry[] All =
    [
        new(RunCommand.Verb, RunCommand.Says, () => new RunCommand()),
        new(MeasureCommand.Verb, MeasureCommand.Says, () => new MeasureCommand()),
        new(CompareCommand.Verb, CompareCommand.Says, () => new CompareCommand()),
        new(PsCommand.Verb, PsCommand.Says, () => new PsCommand()),
        new(WatchCommand.Verb, WatchCommand.Says, () => new WatchCommand()),
        new(AttachCommand.Verb, AttachCommand.Says, () => new AttachCommand()),
        new(DoctorCommand.Verb, DoctorCommand.Says, () => new DoctorCommand()),
        new(CleanCommand.Verb, CleanCommand.Says, () => new CleanCommand()),
        new(CheckCommand.Verb, CheckCommand.Says, () => new CheckCommand()),
        new(KernelCommand.Verb, KernelCommand.Says, () => new KernelCommand()),
        new(OpenCommand.Verb, OpenCommand.Says, () => new OpenCommand()),
        new(ParentCommandGroup.Verb, ParentCommandGroup.Says, () => new ParentCommandGroup()),
    ];

    /// <summary>
    /// Adds them all. Only those that the command line names have options: making those of all takes longer than most commands do, and the help of
    /// <c>cow</c> shows none.
    /// </summary>
    /// <param name="root">What gets them.</param>
    /// <param name="words">The command line.</param>
    public static void AddTo(RootCommand root, string[] words)
    {
        // "[suggest]" completes a command line that stands in one word.
        var isDirective = words is [['[', ..], ..];
        foreach (var entry in All) root.Add(isDirective || Array.IndexOf(words, entry.Verb) >= 0 ? entry.Make() : new Command(entry.Verb, entry.Says));
    }

    private sealed record Entry(string Verb, string Says, Func<Command> Make);
}
