using System.Globalization;
using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Book.Terminal;

/// <summary>A terminal that is as high as its text: lines of characters, each with its style, and a cursor.</summary>
internal sealed partial class TerminalScreen
{
    // Far to the right of any line. A sequence may name any number, and no line is filled with blanks up to it.
    private const int LastColumn = 1_000;

    private readonly List<List<(string Character, TerminalStyle Style)>> _lines = [[]];
    private TerminalStyle _style;
    private int _line;
    private int _column;

    public IReadOnlyList<IReadOnlyList<(string Character, TerminalStyle Style)>> Lines => _lines;

    /// <summary>Writes text with its control characters and escape sequences (ECMA-48). Unknown ones do nothing.</summary>
    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e' && Sequence().Match(text, at) is { Success: true } sequence)
            {
                if (sequence.Groups["final"] is { Success: true } final) Obey(final.ValueSpan[0], sequence.Groups["parameters"].Value);
                at += sequence.Length;
            }
            else if (char.IsControl(text[at]) && text[at] != '\t')
            {
                Control(text[at++]);
            }
            else
            {
                var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
                Put(text.Substring(at, length));
                at += length;
            }
        }
    }

    private void Control(char control)
    {
        switch (control)
        {
            case '\r': _column = 0; break;
            case '\b': _column = Math.Max(0, _column - 1); break;
            case '\n':
                _column = 0;
                if (++_line == _lines.Count) _lines.Add([]);
                break;
        }
    }

    private void Obey(char final, string parameters)
    {
        var count = int.TryParse(parameters.Split(';')[0], out var number) ? Math.Max(1, number) : 1;
        switch (final)
        {
            case 'm': _style = _style.After(parameters); break;
            case 'A' or 'F': _line = Math.Max(0, _line - count); break;
            case 'B' or 'E': _line = (int)Math.Min(_lines.Count - 1L, (long)_line + count); break;
            case 'C': _column = (int)Math.Min(Math.Max(LastColumn, _column), (long)_column + count); break;
            case 'D': _column = Math.Max(0, _column - count); break;
            case 'G': _column = Math.Min(LastColumn, count - 1); break;
            case 'K': EraseLine(parameters); break;
        }
        if (final is 'E' or 'F') _column = 0;
    }

    private void EraseLine(string parameters)
    {
        var line = _lines[_line];
        switch (parameters)
        {
            case "" or "0":
                if (_column < line.Count) line.RemoveRange(_column, line.Count - _column);
                break;
            case "1":
                for (var at = 0; at <= _column && at < line.Count; at++) line[at] = (" ", default);
                break;
            case "2": line.Clear(); break;
        }
    }

    private void Put(string character)
    {
        var line = _lines[_line];
        while (line.Count < _column) line.Add((" ", default));
        if (_column < line.Count) line[_column] = (character, _style);
        else line.Add((character, _style));
        _column++;
    }

    // CSI … final, OSC … BEL or ST, the other strings, and two-byte escapes. A sequence that was cut off goes to the end.
    [GeneratedRegex(@"\G\x1b(?:\[(?<parameters>[0-?]*)[ -/]*(?<final>[@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[PX^_][^\x1b]*(?:\x1b\\|$)|\[[0-?]*[ -/]*$|[ -/]*[0-Z\\`-~]?)")]
    private static partial Regex Sequence();
}
