using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CowNotebooks.Tests.Servers;

/// <summary>checker/family.py: says how the processes of a family share their pages, from the kernel's files alone, and knows nothing of this repository.</summary>
internal static class FamilyChecker
{
    /// <summary>Looks at a parent and its children, which must be stopped.</summary>
    public static OutsideFamily Look(int parent, IEnumerable<int> children)
    {
        Requires.That(Environment.IsPrivilegedProcess, "The kernel shows frame numbers to root only. Run the tests as root.");
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        var pids = children.Prepend(parent).Select(pid => pid.ToString(CultureInfo.InvariantCulture));
        using var checker = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "checker/family.py"), .. pids]) { RedirectStandardOutput = true })!;
        return JsonSerializer.Deserialize<OutsideFamily>(checker.StandardOutput.ReadToEnd(), JsonSerializerOptions.Web)!;
    }
}

/// <summary>A family of forks.</summary>
/// <param name="Members">The parent first.</param>
/// <param name="Frames">Its RAM, in pages: the different frames that its members have mapped.</param>
internal sealed record OutsideFamily(IReadOnlyList<OutsideMember> Members, long Frames);

/// <summary>The pages of one of them; family.py says what each figure is.</summary>
/// <param name="Pid">Its PID.</param>
/// <param name="Uss">The private pages of smaps_rollup.</param>
/// <param name="SharedWithParent">The parent has the same frame at the same address.</param>
/// <param name="SharedWithOthers">Someone else maps it.</param>
/// <param name="PrivateIdentical">The parent has another page there, with the same bytes.</param>
/// <param name="PrivateDifferent">With other bytes.</param>
/// <param name="New">The parent has nothing there.</param>
/// <param name="PrivateUncompared">One of these three, when it is the parent itself.</param>
/// <param name="PrivateFile">Its alone, of a file or shared memory.</param>
/// <param name="Zero">Only read, so that the zero page stands in.</param>
/// <param name="Swapped">On swap.</param>
internal sealed record OutsideMember(
    int Pid, long Uss, long SharedWithParent, long SharedWithOthers, long PrivateIdentical, long PrivateDifferent, long New, long PrivateUncompared, long PrivateFile, long Zero, long Swapped);
