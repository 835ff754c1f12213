using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>The machine itself.</content>
public sealed partial class Table
{
    /// <summary>What this machine can measure and what it cannot, one row each.</summary>
    /// <param name="findings">What <see cref="MachineFindings.AllAsync"/> found.</param>
    public static Table Findings(IReadOnlyList<Finding> findings) => new(
        "This machine. ✓ can be measured or is as it should be; ✗ cannot, with the remedy; · is good to know.",
        [new("", IsNumber: false), new("What", IsNumber: false), new("Found", IsNumber: false)],
        findings.Select(string[] (finding) => [$"{finding.Mark}", finding.What, finding.Says]),
        []);

    /// <summary>The free memory of the whole machine at several moments, and by how much it changed from one to the next. It moves by what every other process does, too.</summary>
    /// <param name="moments">What each moment is called, and what <see cref="Lab.Machine.Read"/> read then.</param>
    public static Table FreeMemory(params (string Moment, Machine Machine)[] moments)
    {
        (string Name, Func<Meminfo?, long?> Of)[] fields = [(nameof(Meminfo.MemFree), memory => memory?.MemFree), (nameof(Meminfo.MemAvailable), memory => memory?.MemAvailable)];
        return new(
            $"Free memory of the whole machine, from /proc/meminfo. {Kilobyte}",
            [new("Moment", IsNumber: false), .. fields.SelectMany(field => new[] { new Column($"{field.Name} kB"), new Column("change kB") })],
            moments.Select((moment, i) => Row(moment, i == 0 ? null : moments[i - 1].Machine.Memory)),
            fields.Where(field => moments.Any(moment => field.Of(moment.Machine.Memory) is null)).Select(field => $"This kernel does not say {field.Name}."));

        string[] Row((string Moment, Machine Machine) moment, Meminfo? before) =>
        [
            moment.Moment,
            .. fields.SelectMany(field => new[] { Numbers.Kilobytes(field.Of(moment.Machine.Memory)), Numbers.Kilobytes(field.Of(moment.Machine.Memory) - field.Of(before)) }),
        ];
    }
}
