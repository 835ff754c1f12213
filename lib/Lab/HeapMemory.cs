using System.Diagnostics;
using System.Globalization;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Sentences;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>The memory that a heap takes, and what this machine has for it. Sizes are bytes.</summary>
/// <param name="Bytes">All elements, as the parent holds them; a child that copies every page takes as much again.</param>
/// <param name="Available">What can be taken without swapping; null when the kernel does not say.</param>
public sealed record HeapMemory(long Bytes, long? Available)
{
    /// <summary>Refuses a heap that this machine cannot hold twice, once in the parent and once as a child's copy, before the kernel's out-of-memory killer chooses a victim.</summary>
    /// <param name="count">How many elements.</param>
    /// <param name="bytesEach">What an element takes in the parent, with the reference to it; above 0.</param>
    /// <param name="least">So many elements there must be, 1 or more.</param>
    /// <param name="name">What the reader calls the count: "Size".</param>
    /// <exception cref="LabUsageException">There are fewer, or they need more memory than is available.</exception>
    [StackTraceHidden]
    public static HeapMemory Require(long count, long bytesEach, long least = 1, string name = "The size")
    {
        if (bytesEach < 1) throw new LabUsageException($"An element cannot take {Number(bytesEach)} bytes.", "Give 1 or more.");
        if (count < least) throw new LabUsageException($"{name} is {Number(count)}, which is too small.", $"Ask for {Number(least)} or more.");
        return Require(count, bytesEach, $"{name} is {Number(count)}: so many elements", Read());
    }

    /// <summary>The same for a machine that was looked at.</summary>
    /// <param name="count">How many elements.</param>
    /// <param name="bytesEach">What an element takes in the parent.</param>
    /// <param name="elements">What begins the sentence: "2,000,000 integers".</param>
    /// <param name="memory">What there is.</param>
    [StackTraceHidden]
    internal static HeapMemory Require(long count, long bytesEach, string elements, AvailableMemory memory)
    {
        if (memory.Bytes is { } available && available / 2 / bytesEach is var most && count > most)
        {
            throw new LabUsageException(
                $"{elements} and a child's copy of them need about {ByteText.About(2.0 * count * bytesEach)}, and this machine has {ByteText.About(available)} available{memory.Where}.",
                most > 0 ? $"Ask for at most {Number(most)}." : "Free some memory first.");
        }

        return new(count <= long.MaxValue / bytesEach ? count * bytesEach : long.MaxValue, memory.Bytes);
    }

    /// <summary>"61 MB, a child's copy as much again; 22 GB are available": of 1,024 kB and 1,024 MB.</summary>
    public override string ToString() =>
        $"{ByteText.About(Bytes)}, a child's copy as much again; {(Available is { } available ? $"{ByteText.About(available)} are" : "the kernel does not say what is")} available";

    private static AvailableMemory Read()
    {
        try
        {
            return AvailableMemory.Read();
        }
        catch (ProcException)
        {
            return new(null, null);
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
