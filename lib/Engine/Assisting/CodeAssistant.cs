using System.Text.Json.Nodes;
using CowNotebooks.Engine.Hosting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;

namespace CowNotebooks.Engine.Assisting;

/// <summary>Answers a front end's questions about the cell being written. It never runs code.</summary>
/// <param name="commands">The <c>#!</c> commands that there are at present.</param>
internal sealed class CodeAssistant(Func<IReadOnlyList<string>> commands) : IDisposable
{
    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    // Created with the first question: a headless run has none.
    private readonly Lazy<SubmissionWorkspace> _workspace = new(() => new SubmissionWorkspace());

    /// <summary>The completions at the caret, as in a <c>complete_reply</c> (positions in UTF-16 units).</summary>
    public async Task<JsonObject> CompleteAsync(Script? last, ScriptOptions options, string code, int position)
    {
        var start = code.LastIndexOf('\n', Math.Max(0, position - 1), Math.Max(0, position)) + 1;
        return CellSteps.IsCommand(code[start..position])
            ? Completions.OfCommands(commands(), code, start, position)
            : await Completions.OfAsync(_workspace.Value.With(last, options, WithoutCommands(code)), position);
    }

    /// <summary>The symbol at the caret, as in an <c>inspect_reply</c>.</summary>
    public Task<JsonObject> InspectAsync(Script? last, ScriptOptions options, string code, int position) =>
        Inspection.OfAsync(_workspace.Value.With(last, options, WithoutCommands(code)), position);

    /// <summary>Whether the cell is complete, as in an <c>is_complete_reply</c>.</summary>
    public static JsonObject Check(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(WithoutCommands(code), Syntax);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return new JsonObject { ["status"] = "incomplete", ["indent"] = "    " };
        var isInvalid = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new JsonObject { ["status"] = isInvalid ? "invalid" : "complete" };
    }

    public void Dispose()
    {
        if (_workspace.IsValueCreated) _workspace.Value.Dispose();
    }

    // Replaced by spaces, so that every position stays.
    private static string WithoutCommands(string code) =>
        string.Join('\n', code.Split('\n').Select(line => CellSteps.IsCommand(line) ? new string(' ', line.Length) : line));
}
