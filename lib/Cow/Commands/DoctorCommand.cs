using System.CommandLine;
using CowNotebooks.Cow.Doctor;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow doctor</c>: what this machine can measure.</summary>
internal sealed class DoctorCommand : Command
{
    public const string Verb = "doctor";

    public const string Says = """
        Says what this machine can measure, what it cannot, why, and what to do.

        Example: cow doctor
        """;

    public DoctorCommand()
        : base(Verb, Says) => SetAction(_ => RunAsync());

    private static async Task<int> RunAsync()
    {
        var notebooks = Path.Combine(NotebookFiles.Root ?? Environment.CurrentDirectory, "notebooks");
        IEnumerable<Finding> findings = [.. MachineFindings.OfMachine(Machine.Read()), .. DotNetFindings.All(), .. await MachineFindings.OfRuntimesAsync(), .. BookFindings.All(notebooks)];
        foreach (var finding in findings) Terminal.WriteParagraph($"{finding.Mark} {finding.What}: {finding.Says}", indent: 2);
        return ExitCodes.Ok;
    }
}
