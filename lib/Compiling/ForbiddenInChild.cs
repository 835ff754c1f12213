using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Compiling;

/// <summary>
/// What a forked .NET child cannot do: start a thread, since the runtime threads needed for it were not forked, or wait for one. Found by symbol, so that a
/// method of the same name in the user's own class is allowed. Undetected uses end the child by SIGSYS.
/// </summary>
internal static class ForbiddenInChild
{
    private const string Threads = "needs a second thread, and a forked .NET child has only the one it runs on", Waits = "waits for a thread that was not forked";
    private const string InParent = "run it in the parent, before the fork", Loop = "use a plain loop", Sleep = "use Thread.Sleep, or nothing at all";

    // A type, a member ("*" for all, a leading * for a suffix), why it is forbidden, what to do.
    private static readonly (string Type, string Member, string Why, string Instead)[] Rules =
    [
        ("System.Threading.Tasks.Task", "Run", Threads, "call the method directly, or " + InParent),
        ("System.Threading.Tasks.Task", "Start", Threads, "call RunSynchronously, or " + InParent),
        ("System.Threading.Tasks.Task", "Delay", Threads, Sleep),
        ("System.Threading.Tasks.Task", "Yield", Threads, "leave it out"),
        ("System.Threading.Tasks.TaskFactory", "StartNew", Threads, "call the method directly, or " + InParent),
        ("System.Threading.Tasks.TaskFactory<TResult>", "StartNew", Threads, "call the method directly, or " + InParent),
        ("System.Threading.Tasks.Parallel", "*", Threads, Loop),
        ("System.Linq.ParallelEnumerable", "AsParallel", Threads, "leave AsParallel out"),
        ("System.Threading.Thread", "Start", Threads, "call the method directly, or " + InParent),
        ("System.Threading.Thread", "UnsafeStart", Threads, "call the method directly, or " + InParent),
        ("System.Threading.ThreadPool", "*", Threads, "call the method directly, or " + InParent),
        ("System.Threading.Timer", ".ctor", Threads, Sleep),
        ("System.Threading.PeriodicTimer", ".ctor", Threads, Sleep),
        ("System.Timers.Timer", ".ctor", Threads, Sleep),
        ("System.Threading.CancellationTokenSource", "CancelAfter", Threads, "check a Stopwatch"),
        ("System.Diagnostics.Process", "Start", Threads, InParent),
        ("System.Console", "ReadLine", Threads, "give the cell a variable"),
        ("System.Console", "ReadKey", Threads, "give the cell a variable"),
        ("System.Console", "Read", Threads, "give the cell a variable"),
        ("System.Console", "In", Threads, "give the cell a variable"),
        ("System.IO.File", "*Async", Threads, "use the method without Async"),
        ("System.IO.FileStream", "*Async", Threads, "use the method without Async"),
        ("System.IO.FileSystemWatcher", ".ctor", Threads, InParent),
        ("System.Net.Http.HttpClient", "*", Threads, InParent),
        ("System.Net.Sockets.Socket", "*Async", Threads, "use the method without Async"),
        ("System.GC", "WaitForPendingFinalizers", Waits, "leave it out, since the finalizers of a child do not run"),
        ("System.Environment", "Exit", Waits, "let the cell end, or throw"),
    ];

    /// <summary>Each forbidden use, with line, column and a sentence: what, why, what to do.</summary>
    /// <param name="model">What the names of the cell mean.</param>
    /// <param name="root">The cell.</param>
    /// <param name="cannotCollect">Why the child cannot collect; empty when it can.</param>
    public static IEnumerable<CompilerNote> In(SemanticModel model, SyntaxNode root, string cannotCollect)
    {
        (string, string, string, string)[] rules = cannotCollect.Length == 0
            ? Rules : [.. Rules, ("System.GC", "Collect", "is not possible in a child under this setting of the collector", cannotCollect)];
        var told = new HashSet<(int, int)>();
        foreach (var node in root.DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
        {
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is not (IMethodSymbol or IPropertySymbol) || Find(rules, symbol) is not var (rule, name)) continue;
            var start = node.GetLocation().GetLineSpan().StartLinePosition;
            if (told.Add((start.Line, start.Character)))
                yield return new CompilerNote(start.Line + 1, start.Character + 1, $"{name} {rule.Why}: {rule.Instead}.");
        }
    }

    private static ((string Why, string Instead) Rule, string Name)? Find((string Type, string Member, string Why, string Instead)[] rules, ISymbol symbol)
    {
        for (var type = symbol.ContainingType; type is not null; type = type.BaseType)
        {
            var full = type.OriginalDefinition.ToDisplayString();
            foreach (var rule in rules)
            {
                if (rule.Type == full && Fits(rule.Member, symbol.Name))
                    return ((rule.Why, rule.Instead), symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"new {type.Name}" : $"{type.Name}.{symbol.Name}");
            }
        }

        return null;
    }

    private static bool Fits(string rule, string member) =>
        rule == "*" || (rule[0] == '*' ? member.EndsWith(rule[1..], StringComparison.Ordinal) : rule == member);
}
