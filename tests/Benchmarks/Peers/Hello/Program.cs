// What every program of .NET takes to start and to end.
Console.WriteLine("Hello, World!");
