using System.CommandLine;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Checking;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow parent</c>: for people who write a parent of their own.</summary>
internal sealed class ParentCommandGroup : Command
{
    public const string Verb = "parent";

    public const string Says = "For people who write a parent in another language.";

    public ParentCommandGroup()
        : base(Verb, Says) => Add(new CheckParent());

    /// <summary><c>cow parent check</c>: plays the protocol's transcript to a parent.</summary>
    private sealed class CheckParent : CowCommand
    {
        private readonly Argument<string> _program = new("PROGRAM") { Description = "A parent of your own, as in ./mine; or the name of a built-in one." };

        public CheckParent()
            : base("check", "Plays the transcript of lib/Parents/PROTOCOL.md to a parent, and says where it differs.", "cow parent check ./mine")
        {
            Add(_program);
            SetAction(RunAsync);
        }

        private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
        {
            var lines = await ParentCheck.RunAsync(Runtime.Parse(parsed.GetValue(_program)!), cancel);
            foreach (var line in lines)
            {
                Terminal.WriteParagraph($"{(line.IsRight ? "✓" : "✗")} {line.Expected}", indent: 2);
                if (!line.IsRight) Terminal.WriteParagraph($"  it answered: {(line.Said.Length == 0 ? "nothing" : line.Said)}", indent: 4);
            }

            var wrong = lines.Count(line => !line.IsRight);
            Console.WriteLine(wrong == 0 ? $"All {lines.Count} answers are as they should be." : $"{wrong} of {lines.Count} answers are not as they should be.");
            return wrong == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }
    }
}
