using System.Diagnostics;
using System.Text.Json;

namespace CowNotebooks.Tests.Servers;

/// <summary>checker/family.py: says how the processes of a family share their pages, from the kernel's files alone, and knows nothing of this repository.</summary>
internal sealed class FamilyChecker : IDisposable
{
    private readonly Process _checker;

    public FamilyChecker()
    {
        Requires.That(Environment.IsPrivilegedProcess, "The kernel shows frame numbers to root only. Run the tests as root.");
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        _checker = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "checker/family.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Looks at a parent and its children, which must be stopped.</summary>
    /// <returns>The parent first.</returns>
    public IReadOnlyList<OutsideMember> Look(int parent, IEnumerable<int> children)
    {
        _checker.StandardInput.WriteLine(string.Join(' ', children.Prepend(parent)));
        return JsonSerializer.Deserialize<List<OutsideMember>>(_checker.StandardOutput.ReadLine()!, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _checker.StandardInput.Close();
        _checker.WaitForExit();
        _checker.Dispose();
    }
}

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
