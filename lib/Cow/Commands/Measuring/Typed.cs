using System.CommandLine;

namespace CowNotebooks.Cow.Commands.Measuring;

/// <summary>Options as the help shows them.</summary>
internal static class Typed
{
    public static Option<string> Named(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => value };

    public static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    public static Option<string> Number(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
}
