using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing;

/// <summary>What heaps, reports and outcomes are called in captions, titles and labels.</summary>
internal static class Wording
{
    /// <summary>How a child ended that did all it was asked.</summary>
    public const string Completed = "completed";

    /// <summary>"1,000 integers"; of own code the name alone.</summary>
    public static string Of(Heap heap) => heap.Count is null ? heap.Name : $"{Numbers.Count(heap.Count)} {heap.Name}";

    /// <summary>With its article: "an int".</summary>
    public static string A(string word) => $"{(word.Length > 0 && "aeiouAEIOU".Contains(word[0], StringComparison.Ordinal) ? "an" : "a")} {word}";

    /// <summary>The command line of a member; its name where there is none.</summary>
    public static string Command(Member member) => member.CommandLine.Length > 0 ? member.CommandLine : member.Name;

    /// <summary>"child".</summary>
    public static string Of(Role role) => role == Role.Child ? "child" : "parent";

    /// <summary>"4712 child"; in a family's order children stand below their parent.</summary>
    public static string Of(Member member) => $"{member.Pid} {MemberFigures.RoleName(member.Role)}";

    /// <summary>"CPython 3.11.2, 1,000 integers, iterate"; the collector only when it was set.</summary>
    public static string Sentence(Report report) =>
        $"{report.RuntimeVersion}, {Of(report.Heap)}, {report.Workload.Name}{Setting(report)}";

    /// <summary>"'iterate' of 1,000 integers, CPython 3.11.2"; the collector only when it was set.</summary>
    public static string Title(Report report) =>
        $"'{report.Workload.Name}' of {Of(report.Heap)}, {report.RuntimeVersion}{Setting(report)}{(report.Recorded is null ? "" : " (recorded)")}";

    /// <summary>"'iterate'"; of a run that was not measured now, that too.</summary>
    public static string Title(Run run) => $"'{run.Workload.Name}'{(run.IsRecorded ? " (recorded)" : "")}";

    /// <summary>One label a report: its workload, and whatever else differs among them.</summary>
    public static IReadOnlyList<string> Labels(IReadOnlyList<Report> reports)
    {
        var runtimesDiffer = reports.Select(report => report.Runtime).Distinct().Count() > 1;
        var heapsDiffer = reports.Select(report => report.Heap).Distinct().Count() > 1;
        return Numbered([.. reports.Select(report =>
            (runtimesDiffer ? $"{report.Runtime} " : "") + report.Workload.Name + Setting(report) + (heapsDiffer ? $", {Of(report.Heap)}" : ""))]);
    }

    /// <summary>The same labels, equal ones with a number behind: charts would draw bars of one label on top of each other.</summary>
    public static IReadOnlyList<string> Numbered(IReadOnlyList<string> labels) =>
        [.. labels.Select((label, i) => labels.Take(i).Count(one => one == label) is > 0 and var before ? $"{label} ({before + 1})" : label)];

    /// <summary>How the child of a report ended.</summary>
    public static string Ending(Report report) => report.Outcome switch
    {
        { IsCompleted: true } => report.Recorded is null ? Completed : "recorded",
        Killed killed => $"killed by {killed.Signal}",
        Exited exited => $"exited with {exited.Code}",
        Raised raised => raised.Message,
        var other => other.GetType().Name,
    };

    private static string Setting(Report report) => report.Gc == Gc.Default ? "" : $", gc {report.Gc.Name}";
}
