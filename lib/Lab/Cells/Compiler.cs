using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab.Cells;

internal sealed class Compiler : IAsyncDisposable
{
    public static Compiler Start(Ready parent, string folder) => throw new NotSupportedException();
    public Task CompileAsync(string name, string? previous, string source, string output, bool forChild, CancellationToken cancel) => throw new NotSupportedException();
    public Task<string> CompileHeapAsync(CatalogueEntry heap, string output, CancellationToken cancel) => throw new NotSupportedException();
    public static string Declaration(string name, CellValue value) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => default;
}
