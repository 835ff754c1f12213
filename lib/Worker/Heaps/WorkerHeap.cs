using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Worker.Heaps;

/// <summary>What is done with each element of a heap.</summary>
internal interface IElementAction
{
    /// <param name="element">The object, or the array that holds the element as a value.</param>
    /// <param name="field">Four bytes of the element that may be written.</param>
    void Do(object element, ref int field);
}

/// <summary>A list of elements in the managed heap. Walking it allocates nothing and writes nothing.</summary>
internal abstract class WorkerHeap(string name, long count)
{
    public string Name { get; } = name;

    public long Count { get; } = count;

    /// <summary>What holds all the elements.</summary>
    public abstract object Root { get; }

    /// <summary>Visits the elements from <paramref name="from"/> up to but not including <paramref name="to"/>.</summary>
    public abstract void ForEach<TAction>(long from, long to, ref TAction action, ref Cursor cursor)
        where TAction : struct, IElementAction;

    public static WorkerHeap Create(string name, long count) => name switch
    {
        "boxed-integers" => new BoxedIntegers(name, count),
        "strings" => new Strings(name, count),
        "integers" => new Integers(name, count),
        "nodes" => new Nodes(name, count),
        _ => throw new InvalidOperationException($"There is no heap '{name}' for dotnet."),
    };
}
