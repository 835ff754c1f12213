using CowNotebooks.Engine.Serving;

if (args is not ["engine"])
{
    Console.Error.WriteLine("This is the engine that runs the cells of a notebook. Start it with: cow run NOTEBOOK");
    return 2;
}
EngineContext.Serve();
return 0;
