namespace CowNotebooks.Tests;

/// <summary>
/// What a test needs beyond the SDK. When it is missing the test is skipped with the command that brings it;
/// under COW_REQUIRE_ALL=1 (CI) it fails instead, so that nothing goes unchecked unseen.
/// </summary>
internal static class Requires
{
    /// <summary>True in CI, where nothing may be skipped.</summary>
    public static bool All => Environment.GetEnvironmentVariable("COW_REQUIRE_ALL") == "1";

    /// <summary>The full path of the first of the named programs found on PATH, or the test ends here.</summary>
    public static string Program(string remedy, params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var found = names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        That(found is not null, $"{string.Join(" or ", names)} is not installed. {remedy}");
        return found!;
    }

    /// <summary>The words that start a program as the user nobody (setpriv(1)), or the test ends here. What follows them is more options, and then that program.</summary>
    public static string[] Nobody(params string[] more) =>
        [Program("Install it (Debian: apt-get install util-linux).", "setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups", .. more];

    /// <summary>The interpreter of one of our parents, or the test ends here with the remedy of its parent.txt.</summary>
    public static void Runtime(string name)
    {
        if (name == "dotnet") return; // it runs this test
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "parents", name, "parent.txt"))
            .Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        Program(lines["remedy"].First(), lines["program"].First());
    }

    /// <summary>Ends the test with <paramref name="because"/> when the condition does not hold.</summary>
    public static void That(bool condition, string because)
    {
        if (condition) return;
        if (All) Assert.Fail($"COW_REQUIRE_ALL=1: {because}");
        Assert.Skip(because);
    }
}
