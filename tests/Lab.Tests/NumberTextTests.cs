using System.Globalization;
using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>What the library says in a notebook, whose cells have the culture of the machine.</summary>
public sealed class NumberTextTests
{
    [Fact]
    public void Numbers_are_written_the_same_in_every_country()
    {
        var here = CultureInfo.CurrentCulture;
        // As in Germany; this process has no culture of a country.
        var points = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (points.NumberFormat.NumberGroupSeparator, points.NumberFormat.NumberDecimalSeparator) = (".", ",");
        CultureInfo.CurrentCulture = points;
        try
        {
            Assert.Equal("7.844", $"{7844:N0}");
            Assert.Equal("7,844 pages", $"{PageRanges.Of([(0, 7844)])}");
            Assert.Contains("-7,844 was given", Assert.Throws<LabUsageException>(() => Heap.Integers(-7844)).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = here;
        }
    }
}
