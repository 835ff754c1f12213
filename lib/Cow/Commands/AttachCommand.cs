using System.CommandLine;
using CowNotebooks.Cow.Attaching;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow attach</c>: who shares what with whom in a running family of forks.</summary>
internal sealed class AttachCommand : CowCommand
{
    public const string Verb = "attach";

    public const string Says =
        "Shows what the forks of a running program share, and what is private: the same bytes as the parent's, other bytes, or new. It is only read: nothing is written, stopped or slowed.";

    private readonly Argument<string> _pid = new("PID") { Description = "Its parent or any of its children." };
    private readonly Option<bool> _mappings = new("--mappings") { Description = "Also shows the pages of each mapping, those with most private pages first." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object; a missing figure is null." };

    public AttachCommand()
        : base(Verb, Says,
            "cow attach 1234",
            "cow attach 1234 --mappings",
            "cow attach $(pgrep -o gunicorn) --json")
    {
        Add(_pid);
        Add(_mappings);
        Add(_json);
        SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
    }

    private int Run(ParseResult parsed, CancellationToken cancel)
    {
        var pid = (int)Numbers.Whole("PID", parsed.GetValue(_pid)!, int.MaxValue);
        var family = Attach.To(pid, cancel);
        var mappings = parsed.GetValue(_mappings);
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(FamilyJson.Of(family, mappings)));
        else FamilyText.Write(family, mappings);
        return ExitCodes.Ok;
    }
}
