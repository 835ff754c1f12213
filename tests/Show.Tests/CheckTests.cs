using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class LawTests
{
    [Fact]
    public void A_law_that_holds_is_shown_as_checked()
    {
        var law = Law.Holds(true, "1 < 2.");

        Assert.Equal("Checked: 1 < 2.", law.ToDisplayString("text/plain"));
        Assert.Contains("1 &lt; 2.", law.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_law_is_named_in_the_error()
    {
        var error = Assert.Throws<LawBrokenException>(() => Law.Holds(false, "Iterating copies no page."));

        Assert.Equal("Iterating copies no page.", error.Statement);
        Assert.Contains("Iterating copies no page.", error.Message, StringComparison.Ordinal);
    }
}
