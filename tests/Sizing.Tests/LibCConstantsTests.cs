using CowNotebooks.Sizing.Native;
using CowNotebooks.Tests;

namespace CowNotebooks.Sizing.Tests;

public class LibCConstantsTests
{
    [Fact]
    public unsafe void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants =
        [
            ("PROT_READ", LibC.PROT_READ), ("PROT_WRITE", LibC.PROT_WRITE), ("MAP_PRIVATE", LibC.MAP_PRIVATE), ("MAP_ANONYMOUS", LibC.MAP_ANONYMOUS), ("MAP_NORESERVE", LibC.MAP_NORESERVE),
            ("SIG_BLOCK", LibC.SIG_BLOCK), ("SIG_SETMASK", LibC.SIG_SETMASK), ("sizeof(sigset_t)", sizeof(LibC.SignalSet)),
        ];
        var source = $$"""
            #define _GNU_SOURCE
            #include <signal.h>
            #include <sys/mman.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            """;
        CCompiler.Accepts(source);
    }
}
