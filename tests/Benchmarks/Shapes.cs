using System.Runtime.CompilerServices;

namespace CowNotebooks.Benchmarks;

/// <summary>A linked list.</summary>
public class Chain : SizingBenchmark
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override long Follow()
    {
        long sum = 0;
        for (var node = (Node?)Root; node is not null; node = node.One) sum += node.Number;
        return sum;
    }

    protected override object Graph()
    {
        var head = new Node();
        for (var i = 1; i < Count; i++) head = new Node { One = head, Number = i };
        return head;
    }
}

/// <summary>An array of boxed integers.</summary>
public class Boxes : SizingBenchmark
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override long Follow()
    {
        long sum = 0;
        foreach (var box in (object[])Root) sum += (long)box;
        return sum;
    }

    protected override object Graph()
    {
        var boxes = new object[Count];
        for (var i = 0; i < boxes.Length; i++) boxes[i] = (long)i;
        return boxes;
    }
}

/// <summary>An array of nodes, each with references to two others chosen at random.</summary>
public class RandomNodes : SizingBenchmark
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override long Follow()
    {
        long sum = 0;
        foreach (var node in (Node[])Root) sum += node.One!.Number + node.Two!.Number;
        return sum;
    }

    protected override object Graph()
    {
        var random = new Random(20_161_016);
        var nodes = new Node[Count];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new Node { Number = i };
        foreach (var node in nodes) (node.One, node.Two) = (nodes[random.Next(Count)], nodes[random.Next(Count)]);
        return nodes;
    }
}

/// <summary>Two references and a number: 40 bytes.</summary>
internal sealed class Node
{
    public Node? One { get; set; }

    public Node? Two { get; set; }

    public long Number { get; set; }
}
