using System.Globalization;

namespace CowNotebooks.Sizing.Tests;

public sealed class ForkTests
{
    [Fact]
    public void A_forked_child_that_sizes_the_graph_copies_no_page_of_it()
    {
        var figures = Probe.Run("fork").Split(' ').Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        var (objects, pages, before, after, written) = (figures[0], figures[1], figures[2], figures[3], figures[4]);

        // The array, its 60,000 elements, an object for each fourth of them, and the text "struct".
        Assert.Equal(75_002, objects);
        Assert.Equal(0, before);
        Assert.Equal(0, after);
        // Else the page map would not show a copy at all. The array itself, an eighth of the pages, has no hash code written.
        Assert.InRange(written, pages * 3 / 4, pages);
    }
}
