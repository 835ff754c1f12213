namespace CowNotebooks.Cow.Doctor;

/// <summary>One thing about this machine.</summary>
/// <param name="IsGood">Whether it can be measured; null when there is only something to know.</param>
/// <param name="What">The thing.</param>
/// <param name="Says">What was found, and when it is not good, what that costs and what to do.</param>
internal sealed record Finding(bool? IsGood, string What, string Says)
{
    /// <summary>A file of the kernel as one line; null when it is not there or may not be read.</summary>
    public static string? Line(string path)
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
