using System.CommandLine;
using CowNotebooks.Cow.Doctor;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow doctor</c>: what this machine can measure.</summary>
internal sealed class DoctorCommand : Command
{
    public DoctorCommand()
        : base("doctor", """
            Says what this machine can measure, what it cannot, why, and what to do.

            Example: cow doctor
            """) => SetAction(_ => Run());

    private static int Run()
    {
        var machine = Machine.Read();
        var findings = KernelFindings.All(machine).Concat(MicroscopeFindings.All(machine)).Concat(MemoryFindings.All(machine)).Concat(RuntimeFindings.All())
            .Concat(BookFindings.All(Path.Combine(NotebookFiles.Root ?? Environment.CurrentDirectory, "notebooks")));
        foreach (var finding in findings)
        {
            var mark = finding.IsGood switch { true => "✓", false => "✗", null => "·" };
            Terminal.WriteParagraph($"{mark} {finding.What}: {finding.Says}", indent: 2);
        }

        return ExitCodes.Ok;
    }
}
