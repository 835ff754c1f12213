using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Parenting;
using CowNotebooks.Parents.DotNet;
using CowNotebooks.Parents.DotNet.Cells;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("This is the .NET parent that a laboratory starts; it takes the folder of its channels. To measure, run: dotnet run --project lib/Cow -- measure --help");
    return 2;
}

const int Aborted = 6, BadSystemCall = 31;
const string StackOverflow = "Stack overflow.", Recursion = "The cell's recursion used up the stack: give it an end, or use a loop.";
var ready = new Ready(LibC.Pid, "dotnet", $".NET {Environment.Version}", "csharp")
{
    Catalogue = CompiledCell.Catalogue,
    // See Sizing.ObjectAddress.
    Words = [new(null, -4, "padding"), new(-4, 0, "header word"), new(0, 8, "method table"), new(8, null, "field")],
    Deaths =
    [
        new(Aborted, StackOverflow, Recursion),
        new(BadSystemCall, StackOverflow, Recursion),
        new(BadSystemCall, "", "The cell started a thread (Task.Run, Parallel, a Timer, Process.Start, asynchronous file access or the like), which a forked .NET child cannot have: "
            + "run that in the parent, or use synchronous code."),
    ],
    ObjectMemory = ObjectMemory.Find(),
    Compiler = typeof(CSharpCells).Assembly.Location,
};
return ParentLoop.Run(args[0], ready, new CSharpCells());
