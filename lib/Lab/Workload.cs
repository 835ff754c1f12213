using System.Globalization;

namespace CowNotebooks.Lab;

/// <summary>What the child does with the heap that it shares with its parent.</summary>
public sealed record Workload
{
    /// <summary>How many pages a workload has that maps memory of its own and leaves the heap alone.</summary>
    public const int MappedPages = 256;

    private const string WriteEveryNthPagePrefix = "write-every-nth-page:";

    private Workload(string name) => Name = name;

    /// <summary>The name on the command line, in reports, and between observer and child.</summary>
    public string Name { get; }

    /// <summary>Nothing but taking the slice and answering: the faults that any child has.</summary>
    public static Workload Noop { get; } = new("noop");

    /// <summary>Reads every element.</summary>
    public static Workload Iterate { get; } = new("iterate");

    /// <summary>Prints every element to /dev/null, as the 2016 post does.</summary>
    public static Workload Print { get; } = new("print");

    /// <summary>Adds one to a field of each element and takes it off again: what CPython does to read an object.</summary>
    public static Workload RefCount { get; } = new("refcount");

    /// <summary>Locks and unlocks each object.</summary>
    public static Workload Lock { get; } = new("lock");

    /// <summary>Asks each object for its identity hash code, which is kept in its header from then on.</summary>
    public static Workload HashCode { get; } = new("hash");

    /// <summary>Allocates one new object for each element and forgets it.</summary>
    public static Workload Allocate { get; } = new("allocate");

    /// <summary>Reads one byte of each page of fresh memory: the kernel lets the page of zeros stand in.</summary>
    public static Workload ReadUntouched { get; } = new("read-untouched");

    /// <summary>Writes one byte of each page of fresh memory: the kernel gives a new page for each.</summary>
    public static Workload WriteUntouched { get; } = new("write-untouched");

    /// <summary>Reads one byte of each page of a file that is on the disk and not in memory: a major fault each. Where temporary files live in memory they are minor.</summary>
    public static Workload ReadColdFile { get; } = new("read-cold-file");

    /// <summary>Reads an address where nothing is mapped, for which the kernel ends the child by SIGSEGV.</summary>
    public static Workload InvalidAccess { get; } = new("invalid-access");

    /// <summary>Collects garbage up to that generation, in the first slice.</summary>
    /// <param name="generation">0, 1 or 2.</param>
    public static Workload Collect(int generation) => generation is >= 0 and <= 2
        ? new Workload($"collect{generation}")
        : throw new LabUsageException($"There is no generation {generation}.", "Collect generation 0, 1 or 2.");

    /// <summary>Writes elements that lie in pages whose number is a multiple of <paramref name="n"/>, with the value they have.</summary>
    /// <param name="n">1 for every page, 2 for every second …</param>
    public static Workload WriteEveryNthPage(int n) => n >= 1
        ? new Workload(string.Create(CultureInfo.InvariantCulture, $"{WriteEveryNthPagePrefix}{n}"))
        : throw new LabUsageException($"Every {n}th page makes no sense.", "Ask for 1 or more: write-every-nth-page:4.");

    /// <summary>All the names there are, with an example where there is a parameter.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "noop", "iterate", "print", "refcount", "lock", "hash", "collect0", "collect1", "collect2", "allocate", WriteEveryNthPagePrefix + "4",
        "read-untouched", "write-untouched", "read-cold-file", "invalid-access",
    ];

    /// <summary>The n of <see cref="WriteEveryNthPage"/>; null for the others.</summary>
    internal int? PageStride => Name.StartsWith(WriteEveryNthPagePrefix, StringComparison.Ordinal)
        ? int.Parse(Name.AsSpan(WriteEveryNthPagePrefix.Length), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The workload of that name.</summary>
    /// <exception cref="LabUsageException">No such name.</exception>
    public static Workload Parse(string name)
    {
        if (name.StartsWith(WriteEveryNthPagePrefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(WriteEveryNthPagePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n)) return WriteEveryNthPage(n);
        return Names.Contains(name) ? new Workload(name) : throw LabUsageException.Unknown("workload", name, Names);
    }
}
