using System.Runtime.CompilerServices;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>A kind of object graph, with the loop that only follows its references.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="bytesEach">What an object of it takes, with its place in an array.</param>
internal abstract class Shape(string name, int bytesEach)
{
    public string Name => name;

    public int BytesEach => bytesEach;

    public abstract object Build(int count);

    /// <summary>Follows every reference of the graph and reads what it leads to, without noting where it has been.</summary>
    public abstract long Follow(object root);
}

internal sealed class Chain() : Shape("linked list", 40)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override long Follow(object root)
    {
        long sum = 0;
        for (var node = (Node?)root; node is not null; node = node.One) sum += node.Number;
        return sum;
    }

    public override object Build(int count)
    {
        var head = new Node();
        for (var i = 1; i < count; i++) head = new Node { One = head, Number = i };
        return head;
    }
}

internal sealed class Boxes() : Shape("array of boxed integers", 32)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override long Follow(object root)
    {
        long sum = 0;
        foreach (var box in (object[])root) sum += (long)box;
        return sum;
    }

    public override object Build(int count)
    {
        var boxes = new object[count];
        for (var i = 0; i < boxes.Length; i++) boxes[i] = (long)i;
        return boxes;
    }
}

internal sealed class RandomNodes() : Shape("nodes that refer to two others at random", 48)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override long Follow(object root)
    {
        long sum = 0;
        foreach (var node in (Node[])root) sum += node.One!.Number + node.Two!.Number;
        return sum;
    }

    public override object Build(int count)
    {
        var random = new Random(20_161_016);
        var nodes = new Node[count];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new Node { Number = i };
        foreach (var node in nodes) (node.One, node.Two) = (nodes[random.Next(count)], nodes[random.Next(count)]);
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
