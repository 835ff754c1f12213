using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CowNotebooks.Cow;

/// <summary>Progress output: a status line on a terminal, plain lines elsewhere.</summary>
internal static class Terminal
{
    /// <summary>True when standard output is a terminal whose lines can be rewritten.</summary>
    public static bool IsLive => AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected;

    /// <summary>Runs the work with a status line that it can change; without a terminal there is none.</summary>
    public static Task<T> WithStatusAsync<T>(Func<Action<string>, Task<T>> work) => IsLive
        ? AnsiConsole.Status().StartAsync("…", context => work(text => context.Status(Markup.Escape(PrintableWithin(text, AnsiConsole.Profile.Width - 4)))))
        : work(_ => { });

    /// <summary>Runs the work with a status line on standard error, where that is a terminal: standard output is only for the result.</summary>
    /// <param name="first">The line until the work says something.</param>
    /// <param name="text">The line for what the work says.</param>
    /// <param name="work">Gets what to tell its progress to; null without a terminal.</param>
    public static Task<TResult> WithProgressAsync<T, TResult>(string first, Func<T, string> text, Func<IProgress<T>?, Task<TResult>> work)
    {
        if (Console.IsErrorRedirected || Console.IsInputRedirected) return work(null);
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(PrintableWriter.Terminal) });
        return errors.Status().StartAsync(first, status => work(new Progress<T>(step => status.Status(Markup.Escape(text(step))))));
    }

    /// <summary>A permanent line; never wrapped where there is no terminal.</summary>
    public static void WriteLine(string text)
    {
        if (IsLive) AnsiConsole.WriteLine(PrintableLines(text));
        else Console.WriteLine(PrintableLines(text));
    }

    /// <summary>A line for plain output only: on a terminal the status line shows it.</summary>
    public static void WriteLineIfPlain(string text)
    {
        if (!IsLive) Console.WriteLine(PrintableLines(text));
    }

    /// <summary>The columns of a line: those of the terminal; without one those of COLUMNS, or 80.</summary>
    public static int Width => !Console.IsOutputRedirected && Console.WindowWidth is > 20 and var columns
        ? columns
        : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) && wished > 20 ? wished : 80;

    /// <summary>An empty table: the first column names the row, the others hold numbers, with that many spaces before them.</summary>
    public static Table Table(int gap, string first, params string[] numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(new Text(first)).NoWrap().Padding(0, 0));
        foreach (var name in numbers) table.AddColumn(new TableColumn(new Text(name)).RightAligned().NoWrap().Padding(new Padding(gap - 1, 0, 0, 0)));
        return table;
    }

    /// <summary>Adds a row of literal text, without markup.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(IRenderable (cell) => new Text(Printable(cell))));

    /// <summary>Writes a table, line by line without trailing spaces.</summary>
    public static void Write(Table table)
    {
        using var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        // A long line is easier to read than one wrapped within columns.
        plain.Profile.Width = 1000;
        plain.Profile.Capabilities.Unicode = true;
        plain.Write(table);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).Where(line => line.Length > 0)) Console.WriteLine(line);
        Console.WriteLine();
    }

    /// <summary>Writes text wrapped at spaces; all lines but the first are indented, and all by as much as the text itself.</summary>
    public static void WriteParagraph(string text, int indent = 0)
    {
        foreach (var line in Wrapped(Printable(text), indent)) Console.WriteLine(line);
    }

    /// <summary>Text wrapped at spaces; all lines but the first are indented, and all by as much as the text itself.</summary>
    public static IEnumerable<string> Wrapped(string text, int indent = 0)
    {
        var start = text.Length - text.TrimStart(' ').Length;
        // How long the line is with nothing but its indent.
        var empty = start;
        var line = new StringBuilder().Append(' ', empty);
        foreach (var word in text[start..].Split(' '))
        {
            if (line.Length > empty && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                empty = start + indent;
                line.Clear().Append(' ', empty).Append(word);
                continue;
            }

            if (line.Length > empty) line.Append(' ');
            line.Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>The text made safe for a terminal: control, format and invalid characters become their numbers.</summary>
    public static string Printable(string text) => Procfs.Printable.Of(text);

    /// <summary>The same in at most so many columns: <see cref="Cut"/>.</summary>
    public static string PrintableWithin(string text, int columns) => Cut(Printable(text), columns);

    /// <summary>The same of text in lines.</summary>
    public static string PrintableLines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).Split('\n').Select(Printable));

    /// <summary>How many columns it takes: two for a character of East Asian scripts. Of plain text, also when it was cut, the library need not be asked, which takes long to load.</summary>
    public static int Columns(string text) => text.AsSpan().TrimEnd('…').ContainsAnyExceptInRange(' ', '~') ? text.GetCellWidth() : text.Length;

    /// <summary>The text in at most so many columns, cut with "…" where it is longer. A character takes two columns in East Asian scripts, and none is cut in half.</summary>
    public static string Cut(string text, int columns)
    {
        if (Columns(text) <= columns) return text;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Columns(rune.ToString());
            // One column is left for the sign.
            if (columns < 1) break;
            kept.Append(rune);
        }

        return kept.Append('…').ToString();
    }
}
