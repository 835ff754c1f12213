namespace CowNotebooks.Lab.Checking;

/// <summary>The speaker of a line of the protocol's transcript.</summary>
internal enum Speaker
{
    /// <summary>The observer, to the parent.</summary>
    Observer,

    /// <summary>The observer, to the child.</summary>
    ToChild,

    /// <summary>The parent.</summary>
    Parent,

    /// <summary>The child.</summary>
    Child,
}

/// <summary>A line of the transcript: its speaker, and its words as they are sent.</summary>
internal sealed record TranscriptLine(Speaker Speaker, IReadOnlyList<string> Words)
{
    /// <summary>The line as it stands in PROTOCOL.md.</summary>
    public override string ToString() => $"{(Speaker == Speaker.ToChild ? "to child" : Speaker.ToString().ToLowerInvariant()),-8}  {string.Join("  ", Words)}";
}

/// <summary>The transcript at the end of lib/Parents/PROTOCOL.md, which lies beside the parents.</summary>
internal static class Transcript
{
    private const string Heading = "## A transcript", Fence = "```";

    public static IReadOnlyList<TranscriptLine> Read(string path) =>
    [
        .. File.ReadLines(path).SkipWhile(line => line != Heading).SkipWhile(line => line != Fence).Skip(1).TakeWhile(line => line != Fence).Select(Parse),
    ];

    private static TranscriptLine Parse(string line)
    {
        var words = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(words[0] switch
        {
            "observer" => Speaker.Observer,
            "to child" => Speaker.ToChild,
            "parent" => Speaker.Parent,
            "child" => Speaker.Child,
            var other => throw new FormatException($"'{other}' says nothing in the transcript of the protocol."),
        }, words[1..]);
    }
}
