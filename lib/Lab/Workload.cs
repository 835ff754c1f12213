using System.Globalization;
using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab;

/// <summary>
/// What a child does: a workload of its runtime's catalogue by name, or code of one's own. The properties are shorthands: the catalogue defines the workload
/// (lib/Parents), and a name that it does not have is refused by the laboratory.
/// </summary>
public sealed record Workload
{
    private Workload(string name, string? code = null) => (Name, Code) = (name, code);

    /// <summary>The name on the command line and in reports; for own code the name that it was given.</summary>
    public string Name { get; }

    /// <summary>Own code, in the language of the parent; null for one of the catalogue.</summary>
    public string? Code { get; }

    /// <summary>An empty cell, which every language has: nothing but taking the request and answering, the faults that any child has.</summary>
    public static Workload Noop { get; } = Own("", SugarName.Of(nameof(Noop)));

    /// <summary>Reads every element.</summary>
    public static Workload Iterate { get; } = Named();

    /// <summary>Prints every element.</summary>
    public static Workload Print { get; } = Named();

    /// <summary>Adds one to a field of each element and subtracts it again: what CPython does to read an object.</summary>
    public static Workload Refcount { get; } = Named();

    /// <summary>Locks and unlocks each object.</summary>
    public static Workload Lock { get; } = Named();

    /// <summary>Asks each object for its identity hash code, which is stored in its header from then on.</summary>
    public static Workload Hash { get; } = Named();

    /// <summary>Allocates one new object for each element and forgets it.</summary>
    public static Workload Allocate { get; } = Named();

    /// <summary>Reads one byte of each of 256 pages of fresh memory: the kernel maps the zero page.</summary>
    public static Workload ReadUntouched { get; } = Named();

    /// <summary>Writes one byte of each of 256 pages of fresh memory: the kernel gives a new page for each.</summary>
    public static Workload WriteUntouched { get; } = Named();

    /// <summary>Reads one byte of each of 256 pages of a file that is not in memory: a major fault each; minor where temporary files are on tmpfs.</summary>
    public static Workload ReadColdFile { get; } = Named();

    /// <summary>Reads an address where nothing is mapped, for which the kernel ends the child by SIGSEGV.</summary>
    public static Workload InvalidAccess { get; } = Named();

    /// <summary>CPython: keeps 100,000 new lists, so that the collector starts by itself.</summary>
    public static Workload KeepLists { get; } = Named();

    /// <summary>Collects garbage up to that generation, in the first slice.</summary>
    /// <param name="generation">0, 1 or 2.</param>
    /// <exception cref="LabUsageException">There is no such generation.</exception>
    public static Workload Collect(int generation) => generation is >= 0 and <= 2
        ? new Workload(string.Create(CultureInfo.InvariantCulture, $"{SugarName.Of(nameof(Collect))}{generation}"))
        : throw new LabUsageException($"There is no generation {generation}.", "Collect generation 0, 1 or 2.");

    /// <summary>Writes elements that lie in pages whose number is a multiple of <paramref name="n"/>, with the value they have.</summary>
    /// <param name="n">1 for every page, 2 for every second …</param>
    public static Workload WriteEveryNthPage(int n) => new(string.Create(CultureInfo.InvariantCulture, $"{SugarName.Of(nameof(WriteEveryNthPage))}:{n}"));

    /// <summary>The workload of that name.</summary>
    /// <param name="name">As in the catalogue; a parameter follows after a colon.</param>
    public static Workload Parse(string name) => new(name);

    /// <summary>Own code.</summary>
    /// <param name="code">In the language of the parent.</param>
    /// <param name="name">What reports call it.</param>
    public static Workload Own(string code, string name = "own code") => new(name, code);

    /// <summary>The code of this workload in the language of a runtime.</summary>
    /// <exception cref="LabUsageException">The runtime does not have it.</exception>
    public string Source(Runtime runtime) => Code ?? runtime.Catalogue.Workload(this).Source;

    /// <summary>The same under another name.</summary>
    internal Workload Called(string name) => new(name, Code);

    private static Workload Named([CallerMemberName] string property = "") => new(SugarName.Of(property));
}
