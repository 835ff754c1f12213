using System.Text;
using CowNotebooks.Compiling;

switch (args)
{
    case ["serve", var parent]:
        return Serve(parent);
    case ["catalogue", var folder, var to, var parent]:
        return Catalogue.Compile(folder, to, new CellCompiler(Path.GetFullPath(parent)), Console.Error);
    default:
        Console.Error.WriteLine(
            """
            Compiles C# cells for a parent process, which a laboratory starts.
              serve PARENT.dll                   answers requests on standard input, see CompilerLines.cs
              catalogue FOLDER OUT PARENT.dll    compiles every heap, and every workload and setting of a child against every heap
            """);
        return 2;
}

static int Serve(string parent)
{
    var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    using var input = new StreamReader(Console.OpenStandardInput(), utf8);
    using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
    var compiler = new CellCompiler(Path.GetFullPath(parent));
    while (input.ReadLine() is { } line)
    {
        var answer = CompileRequest.Read(line) is { } request
            ? compiler.Compile(request)
            : new CompileAnswer(false, [new CompilerNote(1, 1, $"The cell compiler has no request '{line}'.")]);
        output.Write(answer.Write());
    }

    return 0;
}
