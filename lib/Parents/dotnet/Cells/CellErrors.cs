using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The text of an exception as .NET prints it, with the frames of cells alone.</summary>
internal static class CellErrors
{
    // An endless recursion would fill the answer.
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

        // Without line numbers: for them the runtime maps the debug information of every assembly on the stack, and those mappings are missing in the
        // child (System.IO.MemoryMappedFiles sets MADV_DONTFORK), which would crash.
        var lines = new StackTrace(error, fNeedFileInfo: false).GetFrames()
            .Select(frame => frame.GetMethod() is { } method ? cells.Find(method)?.LineOf(method, frame.GetILOffset()) : null).OfType<int>();
        foreach (var line in lines.Take(MostFrames)) text.Append(CultureInfo.InvariantCulture, $"\n   at cell:line {line}");
    }
}
