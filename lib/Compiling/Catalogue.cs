using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Compiling;

/// <summary>
/// Compiles a catalogue: <c>OUT/HEAP.dll</c>, and against it <c>OUT/HEAP/NAME.dll</c> of every workload and every setting that runs in a child. Measuring
/// a cell of the catalogue then needs no compiler.
/// </summary>
internal static class Catalogue
{
    /// <summary>Compiles all of it. Returns the exit code.</summary>
    public static int Compile(string folder, string to, CellCompiler compiler, TextWriter errors)
    {
        // Removes the output of cells that are no longer in the catalogue.
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        var failed = false;
        foreach (var heap in Sources(folder, "heaps"))
        {
            var name = Path.GetFileNameWithoutExtension(heap);
            var id = CompileRequest.IdOfHeap(name);
            if (!Compile(new CompileRequest(id, "", heap, Path.Combine(to, name + ".dll"), false))) continue;
            var beside = Directory.CreateDirectory(Path.Combine(to, name)).FullName;
            foreach (var source in Sources(folder, "workloads").Concat(Sources(folder, "settings").Where(RunsInChild)))
            {
                var cell = Path.GetFileNameWithoutExtension(source);
                Compile(new CompileRequest($"{id}.{cell}", id, source, Path.Combine(beside, cell + ".dll"), true));
            }
        }

        return failed ? 1 : 0;

        bool Compile(CompileRequest request)
        {
            var answer = compiler.Compile(request);
            // In MSBuild's format: a line for each error, with its file.
            foreach (var note in answer.Notes) errors.WriteLine($"{request.Source}({note.Line},{note.Column}): {(answer.IsCompiled ? "warning" : "error")} CELL: {note.Message}");
            failed |= !answer.IsCompiled;
            return answer.IsCompiled;
        }
    }

    private static IEnumerable<string> Sources(string folder, string kind) => Directory.EnumerateFiles(Path.Combine(folder, kind), "*.csx").Order(StringComparer.Ordinal);

    private static bool RunsInChild(string setting) => CatalogueHead.Read(File.ReadLines(setting)).Contains(("runs in", "child"));
}
