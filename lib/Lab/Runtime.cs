using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Lab;

/// <summary>What runs as parent and child: one of the parents beside this library, or a program of one's own that speaks lib/Parents/PROTOCOL.md.</summary>
public sealed class Runtime
{
    private readonly StartFile _start;

    private Runtime(string name, StartFile start) => (Name, _start) = (name, start);

    /// <summary>.NET.</summary>
    public static Runtime DotNet => Parse("dotnet");

    /// <summary>CPython 2.7 or later.</summary>
    /// <param name="path">Path or name of the interpreter; by default the one that <see cref="InterpreterVariable"/> or parent.txt names.</param>
    public static Runtime CPython(string? path = null) => Parse("python", path);

    /// <summary>The names on the command line: a folder each.</summary>
    public static IReadOnlyList<string> Names { get; } = StartFile.Names();

    /// <summary>The runtime of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>, or the path of a program of one's own, with a slash in it.</param>
    /// <param name="interpreter">Path of the interpreter, where the parent is a script.</param>
    /// <exception cref="LabUsageException">No such name, an interpreter where none is needed, or a parent.txt that cannot be understood.</exception>
    public static Runtime Parse(string name, string? interpreter = null)
    {
        if (name.Contains('/') && interpreter is not null) throw new LabUsageException($"{name} is a program and takes no interpreter.", "Leave the interpreter out.");
        if (name.Contains('/')) return new(Path.GetFileName(name), StartFile.OfProgram(name));
        if (Names.Count == 0) throw new LabUsageException("There are no parents beside this library.", Beside.Remedy);
        if (!Names.Contains(name)) throw new LabUsageException($"There is no runtime '{name}'.", $"Choose one of: {string.Join(", ", Names)}; or give the path of a parent of your own, as in ./mine.");
        return new(name, StartFile.Read(Path.Combine(StartFile.Parents, name), interpreter));
    }

    /// <summary>The name on the command line and in reports: "dotnet", "python".</summary>
    public string Name { get; }

    /// <summary>Its named heaps, workloads and settings.</summary>
    public Catalogue Catalogue => Catalogue.Of(Path.Combine(_start.Folder, "catalogue"));

    /// <summary>The program that is started: a path, or a name that is looked for on PATH.</summary>
    public string Program => _start.Program;

    /// <summary>The environment variable that may name another interpreter; null when the parent is not a script.</summary>
    public string? InterpreterVariable => _start.InterpreterVariable;

    /// <summary>Other interpreters of the same language that can be <see cref="Program"/>, names to look for on PATH: "pypy3". Empty when there are none.</summary>
    public IReadOnlyList<string> OtherInterpreters => _start.Others;

    /// <summary>How its objects are laid out in memory.</summary>
    internal ObjectLayouts Layouts => new(_start.Layouts, []);

    /// <summary>How to start it as a parent.</summary>
    internal ParentCommand Command(LabOptions options) => _start.Command(options, StartSetting(options.Gc));

    /// <summary>What is known of a setting before the parent starts and says where its catalogue is; null when there is nothing.</summary>
    internal CatalogueEntry? StartSetting(Gc gc) => Catalogue.Settings.FirstOrDefault(entry => entry.Name == gc.Name);
}
