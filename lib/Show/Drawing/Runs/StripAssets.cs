using System.Reflection;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>The script and the style of page strips. They stand with each strip, or each group of strips, since nobody knows which of a page's outputs will be kept.</summary>
internal static class StripAssets
{
    private const string Light = $"--cow-pale:{Palette.SharedPage};--cow-ground:#fff;--cow-even:#8fb8de;--cow-odd:#c3daf0;--cow-other:#c3b3e0;--cow-word:#a65e00;--cow-differs:#c22a12;";
    private const string Dark = "--cow-pale:#4a525c;--cow-ground:#1e1e1e;--cow-even:#2f5a85;--cow-odd:#20405f;--cow-other:#594a7d;--cow-word:#f0b040;--cow-differs:#ff7a5c;";

    /// <summary>The style element. A front end's own theme comes before that of the system, and paper is white.</summary>
    public static string Style { get; } = $$"""
        <style>.cow-strip{{{Light}}}
        @media screen and (prefers-color-scheme:dark){.cow-strip{{{Dark}}} }
        body.notebook_app .cow-strip,body[data-jp-theme-light="true"] .cow-strip,body.vscode-light .cow-strip{{{Light}}}
        body[data-jp-theme-light="false"] .cow-strip,body.vscode-dark .cow-strip,body.vscode-high-contrast:not(.vscode-high-contrast-light) .cow-strip{{{Dark}}}
        {{Read("strip.css")}}</style>
        """;

    /// <summary>The script element.</summary>
    public static string Script { get; } = $"<script>{Read("strip.js")}</script>";

    // As Minify.targets wrote it: every strip carries it.
    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not part of this library.");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
