using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Procfs.Tests;

public class PageRangesTests
{
    [Fact]
    public void Ranges_obey_the_laws_of_sets()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (a, b) = (Some(), Some());
            var (left, right) = (Set(a), Set(b));

            Assert.Equal(a.Except(b).Order(), left.Except(right).Pages);
            Assert.Equal(a.Intersect(b).Order(), left.Intersect(right).Pages);
            Assert.Equal(a.Count, left.Count);
            Assert.Equal(a.Where(page => page % 3 == 0).Order(), left.MultiplesOf(3).Pages);
            Assert.All(Enumerable.Range(0, 40), page => Assert.Equal(a.Contains((ulong)page), left.Contains((ulong)page)));
            Assert.All(left.Ranges.Zip(left.Ranges.Skip(1)), pair => Assert.True(pair.First.First + pair.First.Count < pair.Second.First));

            HashSet<ulong> Some() => [.. Enumerable.Range(0, random.Next(30)).Select(_ => (ulong)random.Next(40))];
        }
    }

    private static PageRanges Set(HashSet<ulong> pages) => PageRanges.Of(pages.Order().Select(page => (page, 1UL)));
}
