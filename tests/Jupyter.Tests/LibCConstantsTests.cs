using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants = [("ESRCH", LibC.ESRCH), ("EPERM", LibC.EPERM)];
        CCompiler.Accepts($$"""
            #include <errno.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            """);
    }
}
