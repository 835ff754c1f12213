using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CowNotebooks.Cow;

/// <summary>How progress looks: a moving status line on a terminal, plain lines elsewhere.</summary>
internal static class Terminal
{
    private static bool IsLive => AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected;

    /// <summary>Runs the work with a status line that it can change; elsewhere than on a terminal there is none.</summary>
    public static Task<T> WithStatusAsync<T>(Func<Action<string>, Task<T>> work) => IsLive
        ? AnsiConsole.Status().StartAsync("…", context => work(text => context.Status(Markup.Escape(Fit(text)))))
        : work(_ => { });

    /// <summary>One line that stays, as it is: never wrapped where there is no terminal.</summary>
    public static void WriteLine(string text)
    {
        if (IsLive) AnsiConsole.WriteLine(text);
        else Console.WriteLine(text);
    }

    /// <summary>A line that only plain output needs: a terminal has the status line for it.</summary>
    public static void WriteLineIfPlain(string text)
    {
        if (!IsLive) Console.WriteLine(text);
    }

    /// <summary>How many columns a line may have: those of the terminal; elsewhere those of COLUMNS, or 80.</summary>
    private static int Width => !Console.IsOutputRedirected && AnsiConsole.Profile.Width is > 20 and var columns
        ? columns
        : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) && wished > 20 ? wished : 80;

    /// <summary>An empty table: the first column names the row, the others hold numbers, with so many blanks before them.</summary>
    public static Table Table(int gap, string first, params string[] numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(new Text(first)).NoWrap().Padding(0, 0));
        foreach (var name in numbers) table.AddColumn(new TableColumn(new Text(name)).RightAligned().NoWrap().Padding(new Padding(gap - 1, 0, 0, 0)));
        return table;
    }

    /// <summary>Adds a row of text that means nothing but itself.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(IRenderable (cell) => new Text(Printable(cell))));

    /// <summary>Writes a table, line by line without blanks at the end.</summary>
    public static void Write(Table table)
    {
        using var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        // A line too long is better read than one cut into columns.
        plain.Profile.Width = 1000;
        plain.Profile.Capabilities.Unicode = true;
        plain.Write(table);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).Where(line => line.Length > 0)) Console.WriteLine(line);
        Console.WriteLine();
    }

    /// <summary>Writes text in lines that fit, broken at blanks; all but the first are indented.</summary>
    public static void WriteParagraph(string text, int indent = 0)
    {
        var line = new StringBuilder();
        foreach (var word in Printable(text).Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > Width)
            {
                Console.WriteLine(line.ToString());
                line.Clear().Append(' ', indent).Append(word);
                continue;
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        Console.WriteLine(line.ToString());
    }

    /// <summary>The text without what would steer a terminal: control, format and broken characters become their numbers.</summary>
    public static string Printable(string text)
    {
        if (text.All(character => character is >= ' ' and <= '~')) return text;
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var steers = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            if (steers) safe.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else safe.Append(rune.ToString());
        }

        return safe.ToString();
    }

    private static string Fit(string text) => text.Length <= AnsiConsole.Profile.Width - 4 ? text : $"{text[..Math.Max(0, AnsiConsole.Profile.Width - 5)]}…";
}
