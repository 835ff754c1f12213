using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks;

/// <summary>Where and when figures were measured: without it they mean little.</summary>
/// <param name="Kernel">The kernel's release (<c>/proc/sys/kernel/osrelease</c>), or null when it cannot be read.</param>
/// <param name="System">The distribution's name (<c>/etc/os-release</c>), or null.</param>
/// <param name="Cpu">The processor's model and the number of logical ones (<c>/proc/cpuinfo</c>), or null.</param>
/// <param name="Runtime">The runtime the cells ran on.</param>
/// <param name="Date">When the run began, UTC.</param>
public sealed record Provenance(string? Kernel, string? System, string? Cpu, string? Runtime, DateTimeOffset? Date)
{
    private const string Key = "provenance";

    /// <summary>This machine, now.</summary>
    public static Provenance Here()
    {
        var release = Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"');
        var model = Value("/proc/cpuinfo", "model name", ':') ?? Value("/proc/cpuinfo", "Model", ':') ?? RuntimeInformation.ProcessArchitecture.ToString();
        return new Provenance(
            Lines("/proc/sys/kernel/osrelease").FirstOrDefault(),
            release,
            $"{model}, {Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "CPU" : "CPUs")}",
            RuntimeInformation.FrameworkDescription,
            DateTimeOffset.UtcNow);
    }

    /// <summary>The provenance recorded in an executed notebook; null without one.</summary>
    /// <param name="metadata">The notebook's metadata.</param>
    public static Provenance? Of(JsonObject metadata) => metadata[Key] is JsonObject json
        ? new Provenance(Text(json, "kernel"), Text(json, "system"), Text(json, "cpu"), Text(json, "runtime"),
            DateTimeOffset.TryParse(Text(json, "date"), out var date) ? date : null)
        : null;

    internal void WriteTo(JsonObject metadata) => metadata[Key] = new JsonObject
    {
        ["kernel"] = Kernel,
        ["system"] = System,
        ["cpu"] = Cpu,
        ["runtime"] = Runtime,
        ["date"] = Date?.ToString("yyyy-MM-ddTHH:mm:ssZ"),
    };

    private static string? Text(JsonObject json, string field) => json[field]?.ToString();

    private static string? Value(string file, string name, char separator) => Lines(file)
        .Select(line => line.Split(separator, 2)).FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
