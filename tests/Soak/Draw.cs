using CowNotebooks.Lab;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Soak;

/// <summary>Chance, from the seed and a number alone: so each experiment can be drawn again without those before it.</summary>
internal static class Draw
{
    private const double MostElements = 50_000;

    /// <summary>The random numbers of one experiment, or of one session.</summary>
    public static Random Of(int seed, int number)
    {
        // Neighbouring seeds of Random begin alike: the bits are mixed first (splitmix64).
        var mixed = (((ulong)(uint)seed << 32) | (uint)number) + 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return new Random((int)(mixed ^ (mixed >> 31)));
    }

    /// <summary>One of them, each as likely.</summary>
    public static T One<T>(this Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool OnceIn(this Random random, int times) => random.Next(times) == 0;

    /// <summary>A number of elements: one element is as likely as tens of thousands.</summary>
    public static int Elements(this Random random) => (int)Math.Pow(MostElements, random.NextDouble());

    /// <summary>In how many slices a workload over so many elements runs.</summary>
    public static int Slices(this Random random, long elements) => random.OnceIn(2) ? 1 : random.Next(1, (int)Math.Min(elements, 4) + 1);

    /// <summary>The name of an entry as one types it, with a number behind the colon where it takes one.</summary>
    public static string Named(this Random random, CatalogueEntry entry) => entry.Parameter is null ? entry.Name : $"{entry.Name}:{random.Next(5, 100)}";
}

/// <summary>A laboratory that several experiments share: a parent is expensive, a child is not.</summary>
/// <param name="Interpreter">What runs as parent.</param>
/// <param name="Gc">How its collector is set.</param>
/// <param name="Heap">What it holds of the catalogue.</param>
/// <param name="TracesFaults">Whether every page fault is traced.</param>
internal sealed record Session(Interpreter Interpreter, Gc Gc, Heap Heap, bool TracesFaults)
{
    /// <summary>How many experiments share one.</summary>
    public const int Length = 20;

    public static Session Of(int seed, int number, IReadOnlyList<Interpreter> interpreters)
    {
        // Numbers of sessions are negative, so that none shares its chance with an experiment.
        var (random, interpreter) = (Draw.Of(seed, -1 - number), interpreters[number % interpreters.Count]);
        var catalogue = interpreter.Runtime.Catalogue;
        List<Gc> settings = [.. catalogue.Settings.Where(setting => setting.Refused is null).Select(setting => Gc.Parse(setting.Name))];
        return new(
            interpreter,
            settings.Count > 0 && random.OnceIn(2) ? random.One(settings) : Gc.Default,
            Heap.Parse(random.Named(random.One(catalogue.Heaps)), random.Elements()),
            random.OnceIn(8));
    }

    public override string ToString() => $"{Interpreter.Name}, gc {Gc.Name}, {Heap.Count:N0} {Heap.Name}{(TracesFaults ? ", faults traced" : "")}";
}

/// <summary>What runs as parent: the program of a runtime, or another interpreter of the same language.</summary>
/// <param name="Name">Its name: "python", "pypy3".</param>
/// <param name="Runtime">How it is started.</param>
internal sealed record Interpreter(string Name, Runtime Runtime)
{
    /// <summary>Whether it can be said what an own cell writes: PyPy counts no references, and its compiler writes as it likes.</summary>
    public bool IsPredictable => Name == Runtime.Name;

    /// <summary>All that the library knows, installed or not.</summary>
    public static IReadOnlyList<Interpreter> All { get; } =
    [
        .. from name in Runtime.Names
           let runtime = Runtime.Parse(name)
           from other in runtime.OtherInterpreters.Prepend(null)
           select new Interpreter(other ?? name, other is null ? runtime : Runtime.Parse(name, other)),
    ];
}
