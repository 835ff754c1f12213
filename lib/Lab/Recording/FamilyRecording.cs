using System.Globalization;
using System.Runtime.InteropServices;

namespace CowNotebooks.Lab.Recording;

/// <summary>
/// Families kept in a file, for machines that lack what was looked at: lines that begin with # say where and when, and what is known of the whole family at each
/// moment; then CSV, one row for each moment, member and kind of mapping. Sizes are bytes; a figure that was not known is an empty field. Mappings and page
/// strips are not kept.
/// </summary>
internal sealed class FamilyRecording
{
    private const string Provenance = "provenance", Moment = "moment", Pid = "pid", ParentPid = "parentPid", Role = "role", Depth = "depth", Name = "name", Why = "whyNotCompared", Kind = "kind";
    private const string FrameNumbers = "frameNumbers", Settings = "setting";
    private static readonly string[] Head = [Moment, Pid, ParentPid, Role, Depth, Name, Why, Kind];

    private readonly string _path, _remedy = "";
    private readonly Dictionary<string, string> _facts;
    private readonly IReadOnlyList<Dictionary<string, string>> _rows = [];
    private readonly Dictionary<string, Family> _seen = [];

    /// <summary>A new one, of what was started with these settings.</summary>
    public FamilyRecording(string path, IEnumerable<KeyValuePair<string, string>> settings) =>
        (_path, _facts) = (path, settings.ToDictionary(setting => $"{Settings} {setting.Key}", setting => setting.Value));

    private FamilyRecording(string path, string remedy, Dictionary<string, string> facts, IReadOnlyList<Dictionary<string, string>> rows) =>
        (_path, _remedy, _facts, _rows) = (path, remedy, facts, rows);

    /// <summary>One that was saved.</summary>
    /// <param name="path">Where.</param>
    /// <param name="remedy">What to do to measure now.</param>
    /// <exception cref="LabUsageException">It is not there, or not one of these.</exception>
    public static FamilyRecording Load(string path, string remedy)
    {
        if (!File.Exists(path)) throw new LabUsageException($"There is no recording '{path}'.", remedy);
        var lines = File.ReadAllLines(path);
        try
        {
            return new(path, remedy, Recordings.FactsOf(lines), RowsOf(lines));
        }
        catch (ArgumentException)
        {
            throw NotOne(path, remedy);
        }
    }

    /// <summary>Keeps what was seen at a moment.</summary>
    public void Add(string moment, Family family) => _seen[moment] = family;

    /// <summary>Writes all that was kept; an existing file is replaced only when all is written.</summary>
    public void Save()
    {
        var facts = _seen.SelectMany(look => Facts(look.Value).Select(fact => ($"{look.Key} {fact.Name}", fact.Value.ToString(CultureInfo.InvariantCulture))));
        var rows = _seen.SelectMany(look => look.Value.Members.SelectMany(member => member.ByKind.Select(one => CsvLine.Write(
        [
            look.Key, member.Pid, member.ParentPid, MemberFigures.RoleName(member.Role), member.Depth,
            member.Name.ReplaceLineEndings(" "), member.WhyNotCompared.ReplaceLineEndings(" "), one.Kind.ToString().ToLowerInvariant(),
            .. FigureTable.OfProcess.Select(figure => (object?)member.After[figure]), .. MemberFigures.OfPages.Select(figure => (object?)one.Pages[figure.Share!.Value]),
        ]))));
        var header = CsvLine.Write([.. Head, .. FigureTable.OfProcess.Select(figure => figure.Name), .. MemberFigures.OfPages.Select(figure => figure.Name)]);
        CsvLine.WriteFile(_path, [.. Origin(_path).Concat(facts).Concat(_facts.Select(fact => (fact.Key, fact.Value))).Select(fact => $"# {fact.Item1}: {fact.Item2}"), header, .. rows]);
    }

    /// <summary>What was seen at a moment. Its first note is the provenance.</summary>
    /// <exception cref="LabUsageException">Nothing was recorded then, or the file is not one of these.</exception>
    public Family Read(string moment)
    {
        try
        {
            var rows = _rows.Where(row => row[Moment] == moment).ToList();
            if (rows.Count == 0) throw new LabUsageException($"'{_path}' has nothing of the moment '{moment}'.", "Name a moment that is in there.");
            return new Family((int)Fact(Pid), [.. rows.GroupBy(row => row[Pid]).Select(ToMember)], TimeSpan.FromMicroseconds(Fact(FamilyFigures.Elapsed.Name) / 1_000))
            {
                HasFrameNumbers = Fact(FrameNumbers) == 1,
                UnsharedPages = Fact(FamilyFigures.Unshared.Name),
                Notes = [$"This was not measured now: it was {_facts[Provenance]}. {_remedy}"],
            };
        }
        catch (Exception error) when (error is FormatException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw NotOne(_path, _remedy);
        }

        long Fact(string name) => Number(_facts[$"{moment} {name}"])!.Value;
    }

    /// <summary>A number among the settings.</summary>
    /// <exception cref="LabUsageException">There is none of that name.</exception>
    public long Setting(string name) => long.TryParse(_facts.GetValueOrDefault($"{Settings} {name}"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new LabUsageException($"There is no number {name} among the settings.", "Name one that it was started with.");

    private static IEnumerable<(string Name, long Value)> Facts(Family family) =>
    [
        (Pid, family.Pid), (FrameNumbers, family.HasFrameNumbers ? 1 : 0), (FamilyFigures.Unshared.Name, family.UnsharedPages), (FamilyFigures.Elapsed.Name, (long)family.Elapsed.TotalNanoseconds),
    ];

    private static Member ToMember(IEnumerable<Dictionary<string, string>> kinds)
    {
        var first = kinds.First();
        var figures = ToMeasurement(first);
        return new((int)Number(first[Pid])!.Value, (int?)Number(first[ParentPid]), Enum.Parse<MemberRole>(first[Role], ignoreCase: true), (int)Number(first[Depth])!.Value, first[Name], "")
        {
            Before = figures,
            After = figures,
            ByMapping = [],
            ByKind = [.. kinds.Select(row => (Enum.Parse<MappingKind>(row[Kind], ignoreCase: true), ToPages(row)))],
            Outline = [],
            WhyNotCompared = first[Why],
        };
    }

    private static LabUsageException NotOne(string path, string remedy) => new($"'{path}' is not a recording of families.", remedy);

    /// <summary>The rows below the head of a recording, each by the names of its columns.</summary>
    /// <exception cref="ArgumentException">Two columns have one name.</exception>
    internal static IReadOnlyList<Dictionary<string, string>> RowsOf(IEnumerable<string> lines)
    {
        var table = lines.SkipWhile(line => line.StartsWith('#')).Select(CsvLine.Read).ToList();
        return [.. table.Skip(1).Select(row => table[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>The figures of a process, from a row with a column for each.</summary>
    internal static Measurement ToMeasurement(Dictionary<string, string> row) =>
        new(pid: 0, FigureTable.OfProcess.Select(figure => (figure, Number(row.GetValueOrDefault(figure.Name, "")))));

    private static PageCounts ToPages(Dictionary<string, string> row)
    {
        var counts = new long[PageCounts.Kinds];
        foreach (var figure in MemberFigures.OfPages) counts[(int)figure.Share!.Value] = Number(row.GetValueOrDefault(figure.Name, "")) ?? 0;
        return new(counts);
    }

    /// <summary>A field; null when it is empty.</summary>
    internal static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>True when what is measured is to be recorded: COW_RECORD=1.</summary>
    internal static bool IsWanted => Environment.GetEnvironmentVariable("COW_RECORD") == "1";

    /// <summary>Where and when, for the head of a recording. By which command, nobody knows here: what the file says of that stays when it is made again.</summary>
    internal static IEnumerable<(string Name, string Value)> Origin(string path)
    {
        yield return (Provenance, Here());
        if (File.Exists(path) && Recordings.CommandOf(path) is { } command) yield return (Recordings.CommandName, command);
    }

    /// <summary>"recorded on 2026-11-26 on …": where and when.</summary>
    // The suffix after the version is the builder's.
    private static string Here() => string.Create(CultureInfo.InvariantCulture,
        $"recorded on {DateTime.UtcNow:yyyy-MM-dd} on {RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version.ToString(3)}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Environment.ProcessorCount} CPUs");
}
