using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Pages;

namespace CowNotebooks.Lab.Starting;

/// <summary>
/// How a parent is started: the file parent.txt in its folder, lines of "key: value". {folder} stands for that folder.
/// <code>
///   program: python3              what to start, a path or a name on PATH; "dotnet" is the host that runs this process
///   instead: COW_PYTHON           an environment variable that may name another program
///   also: pypy3                   another program that can be it: doctor and compare look at each that is on PATH
///   argument: {folder}/parent.py  an argument; the folder of the session is always the last one
///   clear: DOTNET_                environment variables with this prefix are removed (DOTNET_ROOT says where .NET is and stays)
///   environment: NAME=0 | why     set; the reason is for readers and for the parent
///   traced: NAME=3                set when faults are traced
///   traced in: NAME               set to the session's folder when faults are traced
///   remedy: Install …             what to do when it cannot be started
///   layout: int = …               how objects of a type are laid out in memory, see <see cref="Pages.ObjectLayout"/>
/// </code>
/// </summary>
internal sealed class StartFile
{
    private const string FileName = "parent.txt", Kept = "DOTNET_ROOT";
    private readonly ILookup<string, string> _lines;

    private StartFile(string folder, ILookup<string, string> lines, string? interpreter) =>
        (Folder, _lines, Program) = (folder, lines, interpreter ?? Chosen(lines));

    /// <summary>The folder beside this library that holds a folder for each parent.</summary>
    public static string Parents { get; } = Beside.Library("parents");

    public string? InterpreterVariable => _lines["instead"].FirstOrDefault();

    public IReadOnlyList<string> Others => [.. _lines["also"]];

    /// <summary>How objects of each type are laid out, as far as the file says.</summary>
    public IReadOnlyList<ObjectLayout> Layouts { get; private init; } = [];

    public string Folder { get; }

    public string Program { get; }

    public static IReadOnlyList<string> Names() => !Directory.Exists(Parents) ? [] :
    [
        .. Directory.GetDirectories(Parents).Where(folder => File.Exists(Path.Combine(folder, FileName))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
    ];

    /// <param name="folder">The parent's folder: its name is the runtime's.</param>
    /// <param name="interpreter">Which program to start instead; null for the one that the file names.</param>
    /// <exception cref="LabUsageException">An interpreter is named for a parent that has none; or a line is not what its key asks for.</exception>
    public static StartFile Read(string folder, string? interpreter)
    {
        var path = Path.Combine(folder, FileName);
        var lines = File.ReadLines(path).Index().Where(line => !line.Item.StartsWith('#')).Select(line => (line.Index, Parts: line.Item.Split(": ", 2)))
            .Where(line => line.Parts.Length == 2).Select(line => (Number: line.Index + 1, Key: line.Parts[0], Value: line.Parts[1].Trim())).ToList();
        List<ObjectLayout> layouts = [.. lines.Where(line => line.Key == "layout").Select(line => ObjectLayout.Read(line.Value) ?? throw new LabUsageException(
            $"{path}, line {line.Number}: '{line.Value}' does not say how the objects of a type are laid out.",
            "Write layout: TYPE = WORD BYTES, WORD BYTES, as in int = reference count 8, type 8, digits …; only the last word may have … for its bytes."))];
        var file = new StartFile(folder, lines.ToLookup(line => line.Key, line => line.Value), interpreter) { Layouts = layouts };
        if (interpreter is not null && !file._lines["instead"].Any())
            throw new LabUsageException($"The {Path.GetFileName(folder)} runtime takes no interpreter.", "Leave --interpreter out, or choose another runtime.");
        return file;
    }

    /// <exception cref="LabUsageException">There is no such program.</exception>
    public static StartFile OfProgram(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new LabUsageException($"There is no program {path}.", "Give the path of a parent of your own, an executable file.");
        string[][] lines =
        [
            ["program", full],
            ["remedy", "Check that it is an executable file, and that it speaks as lib/Parents/PROTOCOL.md says."],
        ];
        return new(Path.GetDirectoryName(full)!, lines.ToLookup(line => line[0], line => line[1]), null);
    }

    /// <param name="options">Where it is started, and whether faults are traced.</param>
    /// <param name="setting">A setting of the collector; its arguments come before those of parent.txt, its environment after. Null for none.</param>
    public ParentCommand Command(LabOptions options, CatalogueEntry? setting) => new(
        Program switch { DotNetHost.Name => DotNetHost.Path(), var path when path.Contains('/') => Path.GetFullPath(path), var name => name },
        [.. setting?.StartArguments ?? [], .. _lines["argument"].Select(argument => argument.Replace("{folder}", Folder))],
        environment => Adapt(environment, [.. _lines["environment"], .. options.TraceFaults ? _lines["traced"] : [], .. setting?.StartEnvironment ?? []]),
        _lines["remedy"].FirstOrDefault() ?? "")
    {
        // A user's code reads and imports from the user's folder.
        WorkingFolder = options.WorkingFolder ?? "/",
        FolderVariables = options.TraceFaults ? [.. _lines["traced in"]] : [],
    };

    private void Adapt(IDictionary<string, string?> environment, IEnumerable<string> settings)
    {
        foreach (var name in environment.Keys.Where(name => !name.StartsWith(Kept, StringComparison.Ordinal)
            && _lines["clear"].Any(start => name.StartsWith(start, StringComparison.Ordinal))).ToList())
            environment.Remove(name);
        foreach (var setting in settings.Select(setting => setting.Split(" | ")[0].Split('=', 2))) environment[setting[0]] = setting[1];
    }

    private static string Chosen(ILookup<string, string> lines) =>
        lines["instead"].Select(Environment.GetEnvironmentVariable).FirstOrDefault(path => !string.IsNullOrEmpty(path)) ?? lines["program"].First();
}
