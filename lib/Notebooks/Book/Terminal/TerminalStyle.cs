namespace CowNotebooks.Notebooks.Book.Terminal;

/// <summary>How a terminal was told to write (ECMA-48 8.3.117, SGR).</summary>
internal readonly record struct TerminalStyle
{
    private TerminalColor? Foreground { get; init; }

    private TerminalColor? Background { get; init; }

    private bool Bold { get; init; }

    private bool Italic { get; init; }

    private bool Underlined { get; init; }

    private bool Struck { get; init; }

    private bool Inverse { get; init; }

    /// <summary>The style as CSS; empty when text looks as usual.</summary>
    public string Css
    {
        get
        {
            var css = new List<string>();
            var (text, back) = Inverse ? (Background, Foreground) : (Foreground, Background);
            if (back is { } on) css.Add($"color:{text?.LegibleOn(on) ?? on.Opposite};background:{on}");
            else if (Inverse) css.Add($"color:{text?.OnTextColor ?? "var(--page)"};background:var(--text)");
            else if (text is { } color) css.Add($"color:{color.OnPage}");
            if (Bold) css.Add("font-weight:bold");
            if (Italic) css.Add("font-style:italic");
            if (Underlined || Struck) css.Add($"text-decoration:{(Underlined ? "underline" : "")}{(Underlined && Struck ? " " : "")}{(Struck ? "line-through" : "")}");
            return string.Join(';', css);
        }
    }

    /// <summary>The style after <c>ESC [ … m</c>. What is not known changes nothing.</summary>
    /// <param name="parameters">What stands before the <c>m</c>: numbers between semicolons, or colons inside a colour.</param>
    public TerminalStyle After(string parameters)
    {
        var style = this;
        var fields = parameters.Split(';');
        for (var at = 0; at < fields.Length; at++)
        {
            // 38:2:255:0:0, 38:2::255:0:0 (with an empty colour space) and 38;2;255;0;0 are the same.
            var parts = fields[at].Split(':');
            var code = Number(parts[0]);
            if (code is not (38 or 48))
            {
                style = style.With(code, parts.Length > 1 ? Number(parts[1]) : 1);
                continue;
            }
            var (color, used) = parts.Length > 1 ? (Color(parts.Length > 5 ? [parts[1], .. parts[3..]] : parts[1..]).Color, 0) : Color(fields[(at + 1)..]);
            at += used;
            if (color is not null) style = code == 38 ? style with { Foreground = color } : style with { Background = color };
        }
        return style;
    }

    private TerminalStyle With(int code, int kind) => code switch
    {
        0 => default,
        1 => this with { Bold = true },
        3 => this with { Italic = true },
        4 => this with { Underlined = kind != 0 },
        7 => this with { Inverse = true },
        9 => this with { Struck = true },
        21 => this with { Underlined = true },
        22 => this with { Bold = false },
        23 => this with { Italic = false },
        24 => this with { Underlined = false },
        27 => this with { Inverse = false },
        29 => this with { Struck = false },
        >= 30 and <= 37 => this with { Foreground = TerminalColor.Indexed(code - 30) },
        39 => this with { Foreground = null },
        >= 40 and <= 47 => this with { Background = TerminalColor.Indexed(code - 40) },
        49 => this with { Background = null },
        >= 90 and <= 97 => this with { Foreground = TerminalColor.Indexed(code - 90 + 8) },
        >= 100 and <= 107 => this with { Background = TerminalColor.Indexed(code - 100 + 8) },
        _ => this,
    };

    // 5;N is one of 256, 2;R;G;B is any. How many fields that took, so that the rest is not read as other styles.
    private static (TerminalColor? Color, int Used) Color(string[] fields) => fields switch
    {
        ["5", var index, ..] => (Byte(index) is { } number ? TerminalColor.Indexed(number) : null, 2),
        ["2", var red, var green, var blue, ..] => (Byte(red) is { } r && Byte(green) is { } g && Byte(blue) is { } b ? new TerminalColor(r, g, b) : null, 4),
        _ => (null, fields.Length),
    };

    private static byte? Byte(string field) => field.Length == 0 ? 0 : byte.TryParse(field, out var value) ? value : null;

    // An empty field is 0 (ECMA-48 5.4.2).
    private static int Number(string field) => field.Length == 0 ? 0 : int.TryParse(field, out var value) ? value : -1;
}
