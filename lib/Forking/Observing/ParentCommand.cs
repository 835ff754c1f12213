namespace CowNotebooks.Forking.Observing;

/// <summary>How to start a parent. The folder with the FIFOs is added as its last argument.</summary>
/// <param name="Program">Path or name of the executable.</param>
/// <param name="Arguments">Its arguments before the folder.</param>
/// <param name="Adapt">Changes to the environment it inherits.</param>
/// <param name="WhenItWillNot">The sentence that tells a user what to do when the program cannot be started or is not what it should be.</param>
public sealed record ParentCommand(string Program, IReadOnlyList<string> Arguments, Action<IDictionary<string, string?>> Adapt, string WhenItWillNot)
{
    /// <summary>Its working directory: by default the root, so that a core file or a relative path never lands among the user's files.</summary>
    public string WorkingFolder { get; init; } = "/";

    /// <summary>Environment variables that are set to the session's folder, which only this user can read or write.</summary>
    public IReadOnlyList<string> FolderVariables { get; init; } = [];
}

/// <summary>A parent could not be started: what was tried, what happened, what to do.</summary>
public sealed class ParentNotStartedException : Exception
{
    internal ParentNotStartedException(ParentCommand command, string cause)
        : base($"'{command.Program}' {cause}. {command.WhenItWillNot}")
    {
    }
}
