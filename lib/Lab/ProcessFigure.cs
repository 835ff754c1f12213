using CowNotebooks.Forking;
using CowNotebooks.Lab.Measuring;

namespace CowNotebooks.Lab;

/// <summary>A figure of one process at one moment, from the kernel.</summary>
public sealed class ProcessFigure : FigureRow
{
    internal ProcessFigure(string name, string title, Unit unit, string source, string since, Func<ProcessFiles, long?> read)
        : base(name, title, unit, source) => (Since, Read) = (since, read);

    /// <summary>The first Linux version that has it: "2.6.25".</summary>
    public string Since { get; }

    /// <summary>Whose figure has columns in a table of reports (<see cref="ReportCsv"/>).</summary>
    public IReadOnlyList<Role> InReports { get; internal init; } = [Role.Child, Role.Parent];

    /// <summary>Reads it; null when this kernel does not provide it.</summary>
    internal Func<ProcessFiles, long?> Read { get; }

    /// <summary>Why a measurement lacks it, as a sentence; null when it has it.</summary>
    public string? WhyMissing(Measurement measured) =>
        measured[this] is not null ? null
        : measured.Asked(this) ? Missing($"this kernel does not say {Source}, which Linux has since {Since}.")
        : Missing("it was not recorded.");

    /// <summary>The name of its column for child or parent: "childUss". Sizes are bytes in every file.</summary>
    public string Column(Role role)
    {
        var name = Name.EndsWith(nameof(Unit.Bytes), StringComparison.Ordinal) ? Name[..^nameof(Unit.Bytes).Length] : Name;
        return $"{role.ToString().ToLowerInvariant()}{char.ToUpperInvariant(name[0])}{name[1..]}";
    }

    internal IEnumerable<(string Name, Func<Report, object?> Value)> ReportColumns(Role role) =>
    [
        ($"{Column(role)}Before", report => report.Before.Of(role)[this]),
        ($"{Column(role)}After", report => report.After?.Of(role)[this]),
    ];
}
