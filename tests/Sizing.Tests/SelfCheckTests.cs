using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing.Tests;

public sealed class SelfCheckTests
{
    [Fact]
    public void This_runtime_is_understood() => SelfCheck.Require();

    [Fact]
    public void A_layout_that_is_not_known_is_refused_by_what_differs()
    {
        var error = Assert.Throws<LayoutNotUnderstoodException>(() => SelfCheck.Verify([new("the size of a pointer", 8, 8), new("the size of a boxed long", 24, 32)]));

        Assert.Contains("the size of a boxed long should be 24 and is 32", error.Message, StringComparison.Ordinal);
        Assert.Contains("with .NET 10 (CoreCLR)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_more_is_read_once_a_figure_is_wrong()
    {
        var read = 0;
        IEnumerable<LayoutFact> Facts()
        {
            yield return new("the first", 1, ++read + 1);
            yield return new("the second", 2, ++read);
        }

        Assert.Throws<LayoutNotUnderstoodException>(() => SelfCheck.Verify(Facts()));
        Assert.Equal(1, read);
    }
}
