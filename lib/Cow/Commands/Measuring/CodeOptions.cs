using System.CommandLine;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands.Measuring;

/// <summary>What parent and child run.</summary>
/// <param name="Heap">The parent.</param>
/// <param name="Workload">The child.</param>
/// <param name="Own">Values, an expectation and repeats.</param>
/// <param name="IsOwn">One of them is own code, which reads and imports from the user's folder.</param>
internal sealed record MeasuredCode(Heap Heap, Workload Workload, OwnCode Own, bool IsOwn);

/// <summary>The options that say what parent and child run: names of the catalogue, or code of one's own.</summary>
internal sealed class CodeOptions
{
    /// <summary>What the help calls the value of an option that takes code itself.</summary>
    public const string Code = "CODE";

    private readonly Option<string?> _heap = Typed.Text("--heap", "NAME", "What the parent holds, see below. [default: the runtime's default]");
    private readonly Option<string> _workload = Typed.Named("--workload", "What the child does with it, see below.", Workload.Iterate.Name);
    private readonly Option<string> _count = Typed.Number("--count", "How many elements the heap has.", "1000000");
    private readonly Option<string?> _parent = Typed.Text("--parent", "FILE", "Own code for the parent in place of --heap, in the language of the runtime; - is standard input.");
    private readonly Option<string?> _child = Typed.Text("--child", "FILE", "Own code for the child in place of --workload; - is standard input.");
    private readonly Option<string?> _parentCode = Typed.Text("--parent-code", Code, "The same, as text.");
    private readonly Option<string?> _childCode = Typed.Text("--child-code", Code, "The same, as text.");
    private readonly Option<string[]> _set = new("--set") { Description = "A variable for all code: a whole number, a number, true, false, or text.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _predict = Typed.Text("--predict", "NAME", "A variable of the parent: the first words of its elements will be written.");

    /// <summary>How often the same child runs its code.</summary>
    public Option<string> Repeat { get; } = Typed.Number("--repeat", "How often the same child runs its code.", "1");

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_heap, _workload, _count, _parent, _child, _parentCode, _childCode, _set, _predict, Repeat];

    /// <summary>What they say.</summary>
    /// <exception cref="UsageException">Code is given twice or cannot be read, or a number is none.</exception>
    public MeasuredCode Read(ParseResult parsed, Runtime runtime)
    {
        var (load, work) = (Own(parsed, _parent, _parentCode), Own(parsed, _child, _childCode));
        var heap = load is { } loading ? Heap.Own(loading.Code, loading.Name) : Heap.Parse(
            parsed.GetValue(_heap) ?? (runtime.Catalogue.Heaps is [var first, ..] ? first.Name : throw new UsageException("This parent has no catalogue. Give its code with --parent FILE.")),
            Numbers.Whole("--count", parsed.GetValue(_count)!, long.MaxValue));
        var own = new OwnCode
        {
            Values = OwnCodeValues.Parse(parsed.GetValue(_set) ?? []),
            Predict = parsed.GetValue(_predict),
            Repeats = (int)Numbers.Whole(Repeat.Name, parsed.GetValue(Repeat)!, int.MaxValue),
        };
        return new(heap, work is { } working ? Workload.Own(working.Code, working.Name) : Workload.Parse(parsed.GetValue(_workload)!), own, load is not null || work is not null);
    }

    private static (string Code, string Name)? Own(ParseResult parsed, Option<string?> file, Option<string?> code)
    {
        var (path, text) = (parsed.GetValue(file), parsed.GetValue(code));
        if (path is not null && text is not null) throw new UsageException($"{file.Name} and {code.Name} both give the code. Leave one of them out.");
        if (text is not null) return (text, code.Name);
        if (path is null) return null;
        try
        {
            return path == "-" ? (Console.In.ReadToEnd(), "standard input") : (File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.Name} {path} cannot be read: {error.Message} Name a file of code, or - for standard input.");
        }
    }
}
