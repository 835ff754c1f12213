using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Tests;

// dotnet run -c Release --project tests/Benchmarks -- table [ROW…] [--tiny] [--to DOCUMENT]
if (args is not ["table", .. var words])
{
    await Console.Error.WriteLineAsync(
        "Usage: table [ROW…] [--tiny] [--to DOCUMENT]: measures those rows of the table of speed, or all, and writes them into the document, lib/README.md if none is named.");
    return 2;
}
var to = Array.IndexOf(words, "--to");
var document = new Document(to >= 0 && to + 1 < words.Length ? words[to + 1] : Path.Combine(Source.Root, "lib/README.md"));
var rows = words.Where((word, i) => word != "--tiny" && (to < 0 || (i != to && i != to + 1))).ToList();
return await AllRows.MeasureAsync(rows, new Scale(words.Contains("--tiny")), document);
