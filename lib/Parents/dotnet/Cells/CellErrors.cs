using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The text of an exception as .NET prints it, with the frames of cells alone.</summary>
internal static class CellErrors
{
    // A recursion would fill the answer.
    private const int MostFrames = 20;

    public static string Describe(Exception error, CellAssemblies cells)
    {
        var text = new StringBuilder();
        Append(text, error, cells);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Exception error, CellAssemblies cells)
    {
        text.Append(CultureInfo.InvariantCulture, $"{ValueText.NameOf(error.GetType())}: {error.Message}");
        if (error.InnerException is { } inner)
        {
            text.Append("\n ---> ");
            Append(text, inner, cells);
            text.Append("\n   --- end of what it was caused by ---");
        }

        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames().Where(frame => frame.GetFileLineNumber() > 0 && frame.GetMethod() is { } method && cells.Holds(method));
        foreach (var frame in frames.Take(MostFrames)) text.Append(CultureInfo.InvariantCulture, $"\n   at cell:line {frame.GetFileLineNumber()}");
    }
}
