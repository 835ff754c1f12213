using System.Diagnostics;
using CowNotebooks.Forking;

namespace CowNotebooks.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        var compiler = Requires.Program("Install a C compiler: apt-get install gcc libc6-dev.", "gcc", "cc");
        (string Name, int Value)[] constants =
        [
            ("O_RDONLY", LibC.O_RDONLY), ("O_WRONLY", LibC.O_WRONLY), ("O_RDWR", LibC.O_RDWR), ("O_NONBLOCK", LibC.O_NONBLOCK), ("O_ASYNC", LibC.O_ASYNC),
            ("O_CLOEXEC", LibC.O_CLOEXEC), ("F_SETFL", LibC.F_SETFL), ("F_SETOWN", LibC.F_SETOWN), ("POLLIN", LibC.POLLIN), ("POLLERR", LibC.POLLERR),
            ("POLLHUP", LibC.POLLHUP), ("SIGKILL", LibC.SIGKILL), ("SYS_pidfd_open", LibC.SYS_pidfd_open), ("SYS_pidfd_send_signal", LibC.SYS_pidfd_send_signal),
        ];
        var source = $$"""
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <poll.h>
            #include <signal.h>
            #include <sys/syscall.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert({c.Name} == {c.Value}, \"{c.Name}\");"))}}
            """;
        using var check = Process.Start(new ProcessStartInfo(compiler, ["-x", "c", "-fsyntax-only", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        check.StandardInput.Write(source);
        check.StandardInput.Close();
        var said = check.StandardError.ReadToEnd();
        check.WaitForExit();

        Assert.True(check.ExitCode == 0, said);
    }

    [Fact]
    public void Guards_set_what_a_fork_needs_and_clear_every_other_setting_of_the_runtime()
    {
        var environment = new Dictionary<string, string?> { ["DOTNET_gcServer"] = "1", ["COMPlus_x"] = "1", ["DOTNET_ROOT"] = "/r", ["PATH"] = "/bin" };
        ForkGuards.Apply(environment);

        Assert.Equal("/r", environment["DOTNET_ROOT"]);
        Assert.Equal("/bin", environment["PATH"]);
        Assert.DoesNotContain("DOTNET_gcServer", environment.Keys);
        Assert.DoesNotContain("COMPlus_x", environment.Keys);
        Assert.All(ForkGuards.All, guard => Assert.Equal("0", environment[guard.Variable]));
    }

    [Theory]
    [InlineData(OutcomeKind.Killed, Role.Child, "SIGSEGV", "The child was killed by SIGSEGV while running 'lock'.")]
    [InlineData(OutcomeKind.Exited, Role.Parent, "3", "The parent exited with code 3 while running 'lock'.")]
    [InlineData(OutcomeKind.TimedOut, Role.Child, "2 s", "The child did not answer within 2 s while running 'lock', and was ended.")]
    public void An_outcome_is_one_sentence(OutcomeKind kind, Role role, string detail, string sentence) =>
        Assert.Equal(sentence, new Outcome(kind, role, "running 'lock'", detail).ToString());
}
