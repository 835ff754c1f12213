namespace CowNotebooks.Sizing;

/// <summary>Type names as C# writes them, with namespaces: System.Collections.Generic.List&lt;System.Int32&gt;, Point[,], Outer.Inner.</summary>
public static class TypeName
{
    /// <summary>The name of a type.</summary>
    public static string Of(Type type)
    {
        // C# writes the outermost rank first: string[][,] is an array of string[,], whose Type nests the other way round.
        var ranks = "";
        for (; type.IsArray; type = type.GetElementType()!) ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
        return (type.IsPointer || type.IsFunctionPointer || type.IsGenericParameter ? type.ToString() : Named(type, type.GetGenericArguments())) + ranks;
    }

    private static string Named(Type type, Type[] arguments)
    {
        var outer = type.DeclaringType is { } declaring ? Named(declaring, arguments) + "." : type.Namespace is { } space ? space + "." : "";
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0) return outer + type.Name;
        // A nested type's arguments begin with those of the types around it.
        var before = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = arguments[before..type.GetGenericArguments().Length];
        return $"{outer}{type.Name[..tick]}<{string.Join(", ", own.Select(Of))}>";
    }
}
