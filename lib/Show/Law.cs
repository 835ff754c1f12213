using System.Net;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>A statement about measured figures that was checked and holds. Shows as "Checked: …".</summary>
[TypeFormatterSource(typeof(LawFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Law
{
    private Law(string statement) => Statement = statement;

    /// <summary>The statement, in plain English.</summary>
    public string Statement { get; }

    /// <summary>Ends the notebook when the statement does not hold.</summary>
    /// <param name="law">Whether it holds.</param>
    /// <param name="statement">What holds: "Iterating copies no page."</param>
    /// <returns>What is shown below the cell.</returns>
    /// <exception cref="LawBrokenException">It does not hold.</exception>
    public static Law Holds(bool law, string statement) => law ? new Law(statement) : throw new LawBrokenException(statement);

    /// <summary>"Checked: " and the statement.</summary>
    public override string ToString() => $"Checked: {Statement}";

    internal string ToHtml() => $"<p><strong>Checked:</strong> {WebUtility.HtmlEncode(Statement)}</p>";
}

/// <summary>A statement about measured figures does not hold.</summary>
public sealed class LawBrokenException : Exception
{
    internal LawBrokenException(string statement)
        : base($"This does not hold here: {statement} Look at the tables and warnings above; if the machine was busy, run the notebook again.") => Statement = statement;

    /// <summary>The statement, in plain English.</summary>
    public string Statement { get; }
}
