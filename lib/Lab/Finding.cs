namespace CowNotebooks.Lab;

/// <summary>One finding about this machine.</summary>
/// <param name="IsGood">Whether measuring works; null for information only.</param>
/// <param name="What">The subject of the finding.</param>
/// <param name="Says">What was found; when it is not good, also the consequence and the remedy.</param>
public sealed record Finding(bool? IsGood, string What, string Says)
{
    /// <summary>One character: ✓ good, ✗ not good, · information.</summary>
    public char Mark => IsGood switch { true => '✓', false => '✗', null => '·' };

    /// <summary>A file of the kernel as one line; null when it is missing or may not be read.</summary>
    internal static string? Line(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
