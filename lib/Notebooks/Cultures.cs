using System.Runtime.InteropServices;

namespace CowNotebooks.Notebooks;

/// <summary>Whether this machine has ICU, from which .NET takes the names, dates and numbers of each culture.</summary>
public static class Cultures
{
    // The library's name holds its version. Those that .NET 10 looks for (dotnet/runtime, pal_icushim.c) and some to come.
    private const int Oldest = 50, Newest = 120;

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The library, for instance <c>libicuuc.so.72</c>; null when there is none. Then cells know the invariant culture alone.</summary>
    public static string? Library => Found.Value;

    private static string? Find()
    {
        for (var version = Newest; version >= Oldest; version--)
        {
            var name = $"libicuuc.so.{version}";
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            NativeLibrary.Free(library);
            return name;
        }
        return null;
    }
}
