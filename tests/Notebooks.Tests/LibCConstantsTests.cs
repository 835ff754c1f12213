using CowNotebooks.Tests;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants =
        [
            ("SIGKILL", LibC.SIGKILL), ("ESRCH", LibC.ESRCH), ("EPERM", LibC.EPERM), ("EWOULDBLOCK", LibC.EWOULDBLOCK),
            ("O_RDONLY", LibC.O_RDONLY), ("O_CLOEXEC", LibC.O_CLOEXEC), ("LOCK_EX", LibC.LOCK_EX), ("LOCK_NB", LibC.LOCK_NB),
        ];
        CCompiler.Accepts($$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <signal.h>
            #include <sys/file.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            """);
    }
}
