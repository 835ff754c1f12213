using System.Diagnostics;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Notebooks.Running;

/// <summary>How an engine is started: from the folder <c>engine/</c> beside this program, with the dotnet that runs this program.</summary>
internal static class EngineCommand
{
    /// <exception cref="NotebookException">The folder or the engine is missing.</exception>
    public static ProcessStartInfo In(string folder)
    {
        if (!Directory.Exists(folder)) throw new NotebookException($"There is no folder {folder}.", "Name the notebook's own folder.");
        var engine = Path.Combine(AppContext.BaseDirectory, "engine", "CowNotebooks.Engine.dll");
        if (!File.Exists(engine)) throw new NotebookException($"The engine is not where it should be, {engine}.", "Build the solution (dotnet build).");
        var start = new ProcessStartInfo(DotNetHost.Path(), ["exec", engine, "engine"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without ICU a program that does not say so does not start.
        if (Cultures.Library is null) start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}
