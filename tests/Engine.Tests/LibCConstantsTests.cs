using CowNotebooks.Tests;

namespace CowNotebooks.Engine.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants = [("F_DUPFD_CLOEXEC", LibC.F_DUPFD_CLOEXEC), ("O_RDONLY", LibC.O_RDONLY),
            ("O_CLOEXEC", LibC.O_CLOEXEC), ("SIGKILL", LibC.SIGKILL), ("EPERM", LibC.EPERM), ("PRIO_PROCESS", LibC.PRIO_PROCESS)];
        CCompiler.Accepts($$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <signal.h>
            #include <sys/resource.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            """);
    }
}
