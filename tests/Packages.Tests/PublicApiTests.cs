using System.Reflection;
using PublicApiGenerator;

namespace CowNotebooks.Tests;

/// <summary>
/// What users of the libraries compile against changes only when somebody says so: the public API of each stands in a file that was approved.
/// <code>COW_APPROVE=1 dotnet test --project tests/Packages.Tests --filter-class "*PublicApiTests"      # approves it as it is now</code>
/// </summary>
public sealed class PublicApiTests
{
    private const string Approve = "COW_APPROVE=1 dotnet test --project tests/Packages.Tests --filter-class \"*PublicApiTests\"";
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Libraries => ["Procfs", "Sizing", "Forking", "Lab", "Show"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_as_approved(string library)
    {
        var file = Path.Combine(Source.Root, "tests/Packages.Tests/PublicApi", $"{library}.txt");
        var now = Assembly.Load($"CowNotebooks.{library}").GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("COW_APPROVE") == "1") File.WriteAllText(file, now);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (now == approved) return;
        Assert.Fail($"The public API of {library} is not as approved in {Path.GetRelativePath(Source.Root, file)}:\n{Difference(approved, now)}\nIf that is meant, approve it: {Approve}");
    }

    [Fact]
    public void A_difference_names_the_lines_that_came_and_went_with_their_type() => Assert.Equal(
        """
            public class A
        -       public int Old { get; }
        +       public int New { get; }
        """.ReplaceLineEndings("\n"),
        Difference("    public class A\n        public int Old { get; }\n    public class B\n        public int Same { get; }\n",
            "    public class A\n        public int New { get; }\n    public class B\n        public int Same { get; }\n"));

    /// <summary>Lines that are only in one of the two, each below the last line before it that is less indented: its type.</summary>
    private static string Difference(string approved, string now)
    {
        var (before, after) = (Members(approved), Members(now));
        var changes = before.Except(after).Select(member => (member.Type, Sign: '-', member.Line)).Concat(after.Except(before).Select(member => (member.Type, Sign: '+', member.Line)));
        return string.Join('\n', changes.GroupBy(change => change.Type, StringComparer.Ordinal)
            .SelectMany(group => group.Select(change => $"{change.Sign}{change.Line[1..]}").Prepend(group.Key)));
    }

    private static List<(string Type, string Line)> Members(string api)
    {
        var members = new List<(string, string)>();
        var type = " ";
        foreach (var line in api.Split('\n').Where(line => line.Trim() is not ("" or "{" or "}")))
        {
            if (line.Length > 4 && line[4] is not (' ' or '[')) type = line;
            members.Add((type, line));
        }
        return members;
    }
}
