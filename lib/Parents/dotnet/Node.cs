using System.Collections;
using System.Globalization;

namespace CowNotebooks.Parents.DotNet;

/// <summary>An element of a linked list, and the list that begins with it.</summary>
public sealed class Node : IEnumerable<Node>
{
#pragma warning disable CA1051 // A node is as plain as a C struct.
    /// <summary>The node after this one; null at the end.</summary>
    public Node? Next;

    /// <summary>Its number.</summary>
    public long Number;
#pragma warning restore CA1051

    /// <summary>A list of the numbers from 0 on.</summary>
    /// <param name="count">How many; at least 1.</param>
    public static Node List(long count)
    {
        var first = new Node();
        var last = first;
        for (long i = 1; i < count; i++) last = last.Next = new Node { Number = i };
        return first;
    }

    /// <inheritdoc/>
    public IEnumerator<Node> GetEnumerator()
    {
        for (var node = this; node is not null; node = node.Next) yield return node;
    }

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
