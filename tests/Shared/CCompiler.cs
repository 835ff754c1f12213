using System.Diagnostics;

namespace CowNotebooks.Tests;

/// <summary>Asks the C compiler what its headers say.</summary>
internal static class CCompiler
{
    /// <summary>Its path, or the test ends here.</summary>
    public static string Required => Requires.Program("Install a C compiler: apt-get install gcc libc6-dev.", "gcc", "cc");

    /// <summary>Fails with the compiler's words unless it accepts the source, static assertions and all.</summary>
    public static void Accepts(string source)
    {
        using var check = Process.Start(new ProcessStartInfo(Required, ["-x", "c", "-fsyntax-only", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        check.StandardInput.Write(source);
        check.StandardInput.Close();
        var said = check.StandardError.ReadToEnd();
        check.WaitForExit();

        Assert.True(check.ExitCode == 0, said);
    }
}
