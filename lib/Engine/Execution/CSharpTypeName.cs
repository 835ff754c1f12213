namespace CowNotebooks.Engine.Execution;

/// <summary>A type as a declaration in a cell names it.</summary>
internal static class CSharpTypeName
{
    /// <summary>For instance <c>global::System.Collections.Generic.List&lt;global::System.Int32&gt;</c>; <c>object</c> for a type that is not public.</summary>
    public static string Of(Type type)
    {
        if (!type.IsVisible) return "object";
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        // The types of cells are nested in the class of their submission and known by their own name.
        var isCells = type.DeclaringType is { Namespace: null } outermost && outermost.Name.StartsWith("Submission#", StringComparison.Ordinal);
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var parts = new Stack<Type>();
        for (var at = type; at is not null && !at.Name.StartsWith("Submission#", StringComparison.Ordinal); at = at.DeclaringType) parts.Push(at);
        var name = string.Join('.', parts.Select(Part));
        return isCells ? name : $"global::{(type.Namespace is { } space ? $"{space}." : "")}{name}";

        string Part(Type part)
        {
            var tick = part.Name.IndexOf('`');
            if (tick < 0) return part.Name;
            var count = int.Parse(part.Name.AsSpan(tick + 1));
            return $"{part.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, count).Select(_ => Of(arguments.Dequeue())))}>";
        }
    }
}
