using CowNotebooks.Forking.Parenting;
using CowNotebooks.Worker;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("This is the worker that a laboratory starts; it takes the folder of its channels. To measure, run: dotnet run --project lib/Cow -- measure --help");
    return 2;
}

return ParentLoop.Run(args[0], $".NET {Environment.Version}", new DotNetWork());
