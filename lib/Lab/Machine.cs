using System.IO.Compression;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>The properties of a machine that affect memory figures.</summary>
public sealed record Machine
{
    private Machine()
    {
    }

    /// <summary>"gVisor" or "WSL1" when the kernel is not Linux and its figures mean something else; null on Linux.</summary>
    public string? Sandbox { get; private init; }

    /// <summary>Bytes in a page.</summary>
    public int PageSize { get; private init; } = Environment.SystemPageSize;

    /// <summary>The mode of transparent huge pages: "always", "madvise", "never"; null when the kernel has none.</summary>
    public string? HugePages { get; private init; }

    /// <summary>True when KSM merges equal pages now; null when the kernel has no KSM.</summary>
    public bool? MergesEqualPages { get; private init; }

    /// <summary>
    /// False with CONFIG_NO_PAGE_MAPCOUNT (since Linux 6.15): the mappings of the single pages of a large folio are not counted; null when the kernel does not
    /// show its configuration.
    /// </summary>
    public bool? CountsMappings { get; private init; }

    /// <summary>RAM and swap space; null when the kernel does not say.</summary>
    public Meminfo? Memory { get; private init; }

    /// <summary>What can be taken of it, also by the limits of this process's control groups.</summary>
    internal AvailableMemory Available { get; private init; } = new(null, null);

    /// <summary>Reads them from the kernel's files.</summary>
    /// <param name="root">Where the files are; tests pass another folder.</param>
    public static Machine Read(string root = "/")
    {
        var release = Line("proc/sys/kernel/osrelease") ?? "";
        return new Machine
        {
            Sandbox = SandboxOf(release, Line("proc/version") ?? ""),
            // always [madvise] never
            HugePages = Line("sys/kernel/mm/transparent_hugepage/enabled")?.Split('[', ']').ElementAtOrDefault(1),
            // 0 stops merging, and leaves merged what was; 2 takes it apart (Documentation/admin-guide/mm/ksm.rst).
            MergesEqualPages = Line("sys/kernel/mm/ksm/run") is { } run ? run == "1" || Line("sys/kernel/mm/ksm/pages_shared") is not (null or "0") : null,
            CountsMappings = Configuration(release) is { } text ? !text.Contains("\nCONFIG_NO_PAGE_MAPCOUNT=y", StringComparison.Ordinal) : null,
            Memory = Known(() => new ProcFs(Path.Combine(root, "proc")).Meminfo()),
            Available = Known(() => AvailableMemory.Read(root)) ?? new(null, null),
        };

        string? Line(string path) => Try(() => File.ReadAllText(Path.Combine(root, path)).Trim());

        string? Configuration(string release) => Try(() =>
        {
            using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(root, "proc/config.gz")), CompressionMode.Decompress));
            return text.ReadToEnd();
        }) ?? Line($"boot/config-{release}");

        static T? Known<T>(Func<T> read) where T : class
        {
            try
            {
                return read();
            }
            catch (ProcException)
            {
                return null;
            }
        }
    }

    /// <summary>Set when the kernel is not Linux.</summary>
    public MachineNote? SandboxNote => Sandbox is null ? null : MachineNote.NotLinux(Sandbox);

    /// <summary>Set when pages are not of 4,096 bytes.</summary>
    public MachineNote? PageSizeNote => PageSize == 4096 ? null : MachineNote.OtherPageSize(PageSize);

    /// <summary>Set when mappings of single pages are known not to be counted.</summary>
    public MachineNote? MappingsNote => CountsMappings == false ? MachineNote.MappingsUncounted : null;

    /// <summary>Set when everything gets transparent huge pages.</summary>
    public MachineNote? HugePagesNote => HugePages == "always" ? MachineNote.HugePagesAlways : null;

    /// <summary>Set when KSM merges pages.</summary>
    public MachineNote? KsmNote => MergesEqualPages == true ? MachineNote.KsmRuns : null;

    /// <summary>Set when something is swapped out.</summary>
    public MachineNote? SwapNote => Memory is { } memory && memory.SwapTotal - memory.SwapFree is > 0 and var used ? MachineNote.SwapInUse(used) : null;

    /// <summary>What makes figures approximate, or different from the notebooks' texts. Each says what to do about it.</summary>
    public IReadOnlyList<string> Notes =>
        [.. new[] { SandboxNote, PageSizeNote, MappingsNote, HugePagesNote, KsmNote, SwapNote }.Where(note => note is not null).Select(note => note!.ToString())];

    /// <summary>gVisor calls itself a 4.4.0 of 2016 whatever it runs on; WSL2 is a real kernel that ends in "microsoft-standard-WSL2".</summary>
    private static string? SandboxOf(string release, string version)
    {
        if (version.Contains("gVisor", StringComparison.OrdinalIgnoreCase)
            || (release.StartsWith("4.4.0", StringComparison.Ordinal) && version.Contains("10 15:06:54 PST 2016", StringComparison.Ordinal)))
            return "gVisor";
        return release.EndsWith("-Microsoft", StringComparison.Ordinal) ? "WSL1" : null;
    }

    /// <summary>Null when the file is not there, or may not be read.</summary>
    private static string? Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
