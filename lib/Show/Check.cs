using System.Net;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;
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
    public static Check Holds(bool holds, string statement) => holds
        ? new Check(statement, isDone: true)
        : throw new CheckFailedException(
            statement, $"This does not hold here: {statement} Look at the tables and warnings above; if the machine was busy, run the notebook again.");

    /// <summary>Checks what a reader made of an exercise: "Not tried yet." as long as that is null.</summary>
    /// <param name="answer">What the reader made; null before.</param>
    /// <param name="holds">Whether the statement holds of it.</param>
    /// <param name="statement">What should hold of it.</param>
    /// <exception cref="CheckFailedException">It does not hold.</exception>
    public static Check Exercise<T>(T? answer, Func<T, bool> holds, string statement)
        where T : class => Answered(answer, holds, statement, "Change your cell and run both again.");

    /// <summary>Checks what a reader wrote into an empty cell of a child or parent: "Not tried yet." as long as that holds nothing but comments.</summary>
    /// <param name="run">The run of the cell: <see cref="Lab.Laboratory.LastRun"/>; null, or from a recording, before.</param>
    /// <param name="holds">Whether the statement holds of it.</param>
    /// <param name="statement">What should hold of it.</param>
    /// <exception cref="CheckFailedException">It does not hold, or the cell did not come to its end.</exception>
    public static Check Exercise(Run? run, Func<Run, bool> holds, string statement) =>
        Answered(
            run?.Workload.Code is { } code && !IsEmpty(code) ? run : null,
            one => one.Outcome.IsCompleted && holds(one),
            statement,
            $"{WhatCame(run)}Change that cell and run both again.");

    /// <summary>"Checked: " and the statement; or "Not tried yet."</summary>
    public override string ToString() => IsDone ? $"Checked: {Statement}" : "Not tried yet.";

    private static Check Answered<T>(T? answer, Func<T, bool> holds, string statement, string remedy)
        where T : class
    {
        if (answer is null) return new Check(statement, isDone: false);
        return holds(answer) ? new Check(statement, isDone: true) : throw new CheckFailedException(statement, $"Not yet. To be shown: {statement} {remedy}");
    }

    private static string WhatCame(Run? run) => run switch
    {
        null => "",
        { Outcome.IsCompleted: false } => $"{run.Outcome.ToString().TrimEnd('.')}. ",
        { Copied: { } copied } => $"Your cell copied {Numbers.Pages(copied.Count)}. ",
        _ => "",
    };

    private static bool IsEmpty(string code) => code.Split('\n').Select(line => line.Trim())
        .All(line => line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal));

    internal string ToHtml() => IsDone ? $"<p><strong>Checked:</strong> {WebUtility.HtmlEncode(Statement)}</p>" : "<p>Not tried yet.</p>";
}

/// <summary>A statement about measured figures does not hold.</summary>
public sealed class CheckFailedException : Exception
{
    internal CheckFailedException(string statement, string message)
        : base(message) => Statement = statement;

    /// <summary>The statement, in plain English.</summary>
    public string Statement { get; }
}
