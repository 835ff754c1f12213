using System.Net;
using CowNotebooks.Lab;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>A statement about measured figures, checked. Shows as "Checked: …" when it holds; when it does not, the cell fails.</summary>
[TypeFormatterSource(typeof(CheckFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed partial class Check
{
    private Check(string statement, bool isDone) => (Statement, IsDone) = (statement, isDone);

    /// <summary>The statement, in plain English.</summary>
    public string Statement { get; }

    /// <summary>False when there was nothing to check: an exercise that nobody has tried.</summary>
    public bool IsDone { get; }

    /// <summary>Checks a statement; the cell fails when it does not hold.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="statement">What holds: "Iterating copies no page."</param>
    /// <returns>What is shown below the cell.</returns>
    /// <exception cref="CheckFailedException">It does not hold.</exception>
    public static Check Holds(bool holds, string statement) => holds ? new Check(statement, isDone: true) : throw new CheckFailedException(statement);

    /// <summary>Checks what a reader made of an exercise: "Not tried yet." as long as that is null.</summary>
    /// <param name="answer">What the reader made; null before.</param>
    /// <param name="holds">Whether the statement holds of it.</param>
    /// <param name="statement">What should hold of it.</param>
    /// <exception cref="CheckFailedException">It does not hold.</exception>
    public static Check Exercise<T>(T? answer, Func<T, bool> holds, string statement)
        where T : class => answer is null ? new Check(statement, isDone: false) : Holds(holds(answer), statement);

    /// <summary>Checks what a reader wrote into an empty cell of a child or parent: "Not tried yet." as long as that holds nothing but comments.</summary>
    /// <param name="run">The run of the cell: <see cref="Lab.Laboratory.LastRun"/>; null, or from a recording, before.</param>
    /// <param name="holds">Whether the statement holds of it.</param>
    /// <param name="statement">What should hold of it.</param>
    /// <exception cref="CheckFailedException">It does not hold, or the cell did not come to its end.</exception>
    public static Check Exercise(Run? run, Func<Run, bool> holds, string statement) =>
        Exercise<Run>(run?.Workload.Code is { } code && !IsEmpty(code) ? run : null, one => one.Outcome.IsCompleted && holds(one), statement);

    /// <summary>"Checked: " and the statement; or "Not tried yet."</summary>
    public override string ToString() => IsDone ? $"Checked: {Statement}" : "Not tried yet.";

    private static bool IsEmpty(string code) => code.Split('\n').Select(line => line.Trim())
        .All(line => line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal));

    internal string ToHtml() => IsDone ? $"<p><strong>Checked:</strong> {WebUtility.HtmlEncode(Statement)}</p>" : "<p>Not tried yet.</p>";
}

/// <summary>A statement about measured figures does not hold.</summary>
public sealed class CheckFailedException : Exception
{
    internal CheckFailedException(string statement)
        : base($"This does not hold here: {statement} Look at the tables and warnings above; if the machine was busy, run the notebook again.") => Statement = statement;

    /// <summary>The statement, in plain English.</summary>
    public string Statement { get; }
}
