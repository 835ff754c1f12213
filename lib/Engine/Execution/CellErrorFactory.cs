using System.Reflection;
using CowNotebooks.Notebooks;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>Creates a <see cref="CellError"/> from compiler errors or an exception of the user's code.</summary>
internal static class CellErrorFactory
{
    /// <summary>The compiler's errors, each with its line, its column and a caret below the source.</summary>
    public static CellError FromDiagnostics(string place, string source, IEnumerable<Diagnostic> errors)
    {
        var traceback = new List<string>();
        (string At, string Message)? first = null;
        // CS1569 only follows from other errors: the compiler could not document what it could not compile.
        foreach (var error in errors.Where(error => error.Id != "CS1569").OrderBy(error => error.Location.SourceSpan.Start))
        {
            var start = error.Location.GetLineSpan().StartLinePosition;
            var at = $"{place}, line {start.Line + 1}";
            var message = string.Join(' ', new[] { $"{error.GetMessage().TrimEnd('.')}. ({error.Id})", ScriptHints.For(error) }.OfType<string>());
            first ??= (at, message);
            traceback.Add($"{at}, column {start.Character + 1}: {message}");
            traceback.AddRange(SourceExcerpt.Of(source, start.Line + 1, start.Character + 1));
        }
        return new CellError("CompilationError", first!.Value.Message, first.Value.At, traceback);
    }

    /// <summary>A warning of the compiler in one line.</summary>
    public static string Words(string place, Diagnostic warning) =>
        $"{place}, line {warning.Location.GetLineSpan().StartLinePosition.Line + 1}: warning {warning.Id}: {warning.GetMessage()}";

    /// <summary>An error of a line that is not C#: a directive that cannot be executed.</summary>
    public static CellError FromLine(string name, string place, string source, int line, string message) =>
        new(name, message, $"{place}, line {line}", [$"{place}, line {line}: {message}", .. SourceExcerpt.Of(source, line)]);

    /// <summary>An exception of the user's code.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="sources">The source of every cell compiled so far, by its name.</param>
    public static CellError FromException(Exception exception, IReadOnlyDictionary<string, string> sources)
    {
        var outer = new Stack<string?>();
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && exception.InnerException is { } inner)
        {
            outer.Push(exception.StackTrace);
            exception = inner;
        }
        var places = sources.Keys.ToHashSet();
        var frames = UserFrames.Of(exception.StackTrace, places, out var place).Concat(outer.SelectMany(trace => UserFrames.Of(trace, places, out _))).ToList();
        var at = place is { } known ? $"{known.Name}, line {known.Line}" : null;
        var name = exception.GetType().FullName ?? exception.GetType().Name;
        var message = OutputLimits.Message(exception.Message);
        var traceback = new List<string> { $"{(at is null ? "" : $"{at}: ")}{message} ({name})" };
        if (place is { } here) traceback.AddRange(SourceExcerpt.Of(sources[here.Name], here.Line));
        var causes = new List<string>();
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
            causes.Add($"caused by: {OutputLimits.Message(cause.Message)} ({cause.GetType().FullName})");
        traceback.AddRange(OutputLimits.Causes(causes));
        traceback.AddRange(OutputLimits.Frames(frames));
        return new CellError(name, message, at, traceback);
    }
}
