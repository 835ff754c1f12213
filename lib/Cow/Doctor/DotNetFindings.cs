using System.Runtime.InteropServices;
using CowNotebooks.Lab;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Doctor;

/// <summary>What runs this command and the cells of notebooks.</summary>
internal static class DotNetFindings
{
    public static IEnumerable<Finding> All() => [new(true, ".NET", $"{RuntimeInformation.FrameworkDescription} at {RuntimeEnvironment.GetRuntimeDirectory()}"), Icu()];

    private static Finding Icu() => Cultures.Library is { } library
        ? new(true, "ICU", $"{library}: the cells of a notebook know every culture")
        : new(false, "ICU", "there is none, so the cells of a notebook know the invariant culture alone. Install it, in Debian 12: apt-get install libicu72; elsewhere what the distribution calls it.");
}
