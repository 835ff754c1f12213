using System.Runtime.CompilerServices;
using CowNotebooks.Notebooks;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Engine.Hosting;

/// <summary>Where the code of a submission stands: what its errors are to name.</summary>
/// <param name="Place">The name of the cell or file: <c>cell 3</c>, <c>setup.dib</c>.</param>
/// <param name="Text">Its whole source, of which the submission is a part with the same line numbers.</param>
/// <param name="Folder">The folder to which its paths are relative.</param>
/// <param name="Interrupt">Stops it.</param>
/// <param name="IsImported">Whether a cell imports it: then its warnings are its author's concern.</param>
internal sealed record CellSource(string Place, string Text, string Folder, CancellationToken Interrupt, bool IsImported = false)
{
    private static readonly ConditionalWeakTable<KernelCommand, CellSource> Known = [];

    /// <summary>The source of a command that <see cref="CellRunner"/> sent; null for one that a cell, an extension or a library made.</summary>
    public static CellSource? Of(KernelCommand command) => Known.TryGetValue(command, out var source) ? source : null;

    /// <summary>The interrupt of the cell that runs the command, or whose code or kernel has sent it; none for one that belongs to no cell.</summary>
    public static CancellationToken InterruptOf(KernelCommand? command) =>
        command is null ? CancellationToken.None : Of(command)?.Interrupt ?? InterruptOf(command.Parent);

    /// <summary>Remembers that the command's code is part of this source.</summary>
    public T MarkOn<T>(T command) where T : KernelCommand
    {
        Known.Add(command, this);
        return command;
    }
}

/// <summary>A cell of another kernel was interrupted.</summary>
/// <param name="said">What the kernel says of it; null when it says nothing.</param>
#pragma warning disable CA1032 // It is thrown nowhere else.
internal sealed class CellStoppedException(string? said) : OperationCanceledException
#pragma warning restore CA1032
{
    public string? Said { get; } = said;
}

/// <summary>Carries the error of a cell through a failed command.</summary>
/// <param name="error">The error, with its traceback.</param>
#pragma warning disable CA1032 // It is thrown nowhere else.
internal sealed class CellFailedException(CellError error) : Exception(string.Join('\n', error.Traceback))
#pragma warning restore CA1032
{
    public CellError Error { get; } = error;

    public override string ToString() => Message;
}
