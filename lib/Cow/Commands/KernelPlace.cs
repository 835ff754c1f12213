using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using CowNotebooks.Jupyter;

namespace CowNotebooks.Cow.Commands;

/// <summary>The options that select a Jupyter kernel, the same as those of Jupyter's own commands.</summary>
internal sealed class KernelPlace
{
    private readonly Option<string> name = new("--name")
    {
        Description = "The name of the Jupyter kernel in notebooks; those of this repository use the default.",
        HelpName = "NAME",
        DefaultValueFactory = _ => KernelSpec.DefaultName,
    };
    private readonly Option<bool> user = new("--user") { Description = "For this user. [default]" };
    private readonly Option<string?> prefix = new("--prefix") { Description = "Below DIR/share/jupyter.", HelpName = "DIR" };
    private readonly Option<bool> environment = new("--sys-prefix") { Description = "In the Python environment that python3 belongs to." };

    public KernelPlace(Command command)
    {
        foreach (var option in new Option[] { name, user, prefix, environment }) command.Add(option);
    }

    public string Name(ParseResult parsed) => parsed.GetValue(name)!;

    /// <exception cref="UsageException">More than one place is named.</exception>
    public string Folder(ParseResult parsed)
    {
        var (isUser, named, isEnvironment) = (parsed.GetValue(user), parsed.GetValue(prefix), parsed.GetValue(environment));
        if ((isUser ? 1 : 0) + (named is null ? 0 : 1) + (isEnvironment ? 1 : 0) > 1)
            throw new UsageException("--user, --prefix and --sys-prefix name different places. Give one of them.");
        return isEnvironment ? KernelFolders.Below(EnvironmentPrefix()) : named is not null ? KernelFolders.Below(named) : KernelFolders.User();
    }

    private static string EnvironmentPrefix()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; print(sys.prefix)"]) { RedirectStandardOutput = true })!;
            if (process.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } found) return found;
        }
        catch (Win32Exception)
        {
            // Reported below.
        }
        throw new UsageException("--sys-prefix asks python3 for its environment, and there is no python3 on PATH. Use --user or --prefix.");
    }
}
