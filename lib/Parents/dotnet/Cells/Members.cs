using System.Reflection;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>What a cell can write after the dot of an object.</summary>
internal static class Members
{
    /// <summary>The public members of what the object has under that path of fields and properties, each name once.</summary>
    public static IReadOnlyList<string> Of(object? value, ReadOnlySpan<string> path)
    {
        foreach (var step in path) value = Read(value, step);
        if (value is null) return [];
        return [.. value.GetType().GetMembers(BindingFlags.Instance | BindingFlags.Public).Where(IsWritten).Select(member => member.Name).Distinct().Order(StringComparer.Ordinal)];
    }

    private static object? Read(object? value, string name) => value?.GetType() is { } type
        ? type.GetProperty(name) is { } property ? property.GetValue(value) : type.GetField(name)?.GetValue(value)
        : null;

    // A property's accessors and a constructor are not.
    private static bool IsWritten(MemberInfo member) => member is PropertyInfo or FieldInfo or MethodInfo { IsSpecialName: false };
}
