using System.Net;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>What is answered to a reader's guess: <see cref="Check.That(long?, Lab.Run?)"/>. It fails no cell.</summary>
[TypeFormatterSource(typeof(GuessFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Guess
{
    internal Guess((bool? IsRight, string Verdict, string Why) answer) => (IsRight, Verdict, Why) = answer;

    /// <summary>Whether it was right; null when there was no guess, or nothing to compare it with.</summary>
    public bool? IsRight { get; }

    /// <summary>How far off it is, in a sentence.</summary>
    public string Verdict { get; }

    /// <summary>The misconception behind it, or what to look at again; empty when there is nothing more to say.</summary>
    public string Why { get; }

    /// <summary>Both.</summary>
    public override string ToString() => $"{Verdict} {Why}".TrimEnd();

    internal string ToHtml() => $"<p><strong>{WebUtility.HtmlEncode(Verdict)}</strong> {WebUtility.HtmlEncode(Why)}</p>";
}
