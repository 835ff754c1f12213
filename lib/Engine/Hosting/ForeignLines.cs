using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Engine.Hosting;

/// <summary>
/// Brings lines such as <c>#!/bin/bash</c> to a kernel as its own text. .NET Interactive's parser takes every line that begins with <c>#!</c>, <c>#r</c> or
/// <c>#i</c> for a command, and fails the cell when it does not know it; so they are hidden from the parser, and shown again to the kernel.
/// </summary>
internal static class ForeignLines
{
    // Of Unicode's private use area: no text has it by itself.
    private const string Hidden = "#\uE000";

    /// <summary>Whether the parser would take the line for a command.</summary>
    public static bool LooksLikeCommand(string line) => line is ['#', '!' or 'r' or 'i', ..];

    /// <summary>The line as the parser takes it for text.</summary>
    public static string Hide(string line) => Hidden + line[1..];

    /// <summary>Shows a kernel the lines as they were written.</summary>
    public static Task RevealAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        // A kernel finds the line of its part in the command that the part was split from.
        for (var one = command; one is not null; one = one.Parent)
        {
            if (one is SubmitCode { Code: var code } submission && code.Contains(Hidden, StringComparison.Ordinal)) SetCode(submission, code.Replace(Hidden, "#", StringComparison.Ordinal));
        }
        return next(command, context);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Code")]
    private static extern void SetCode(SubmitCode command, string code);
}
