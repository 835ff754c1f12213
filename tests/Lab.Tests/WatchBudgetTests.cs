using CowNotebooks.Lab.Watching;

namespace CowNotebooks.Tests;

/// <summary>The waits that a watch's budget gives, on a clock of the test's own.</summary>
public class WatchBudgetTests
{
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(1), Start = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData(0.2)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(170)]
    [InlineData(900)]
    public void From_the_first_minute_on_no_more_than_1_percent_of_a_core_is_used_at_any_time(double milliseconds)
    {
        var cost = TimeSpan.FromMilliseconds(milliseconds);
        var looks = Looks(cost, TimeSpan.FromMinutes(30));
        for (var (i, spent) = (0, Start); i < looks.Count; i++)
        {
            spent += cost;
            // The first look must be: there is nothing to watch without.
            if (i > 0) Assert.True(spent <= Budget.Limit(looks[i]), $"{spent} at {looks[i]}");
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(4)]
    public void A_cheap_look_is_taken_as_often_as_asked_for(double milliseconds) =>
        Assert.Equal(1801, Looks(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMinutes(30)).Count);

    [Theory]
    [InlineData(20)]
    [InlineData(170)]
    public void A_costly_look_is_taken_as_often_as_the_budget_allows(double milliseconds) =>
        Assert.InRange(Looks(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMinutes(30)).Count * milliseconds / 1000, 0.8 * 0.009 * 1800, 0.01 * 1800);

    [Fact]
    public void Waits_are_even()
    {
        var looks = Looks(TimeSpan.FromMilliseconds(40), TimeSpan.FromMinutes(10));
        var waits = looks.Skip(10).Zip(looks.Skip(11), (one, next) => (next - one).TotalSeconds).ToList();
        Assert.InRange(waits.Max() / waits.Min(), 1, 1.5);
    }

    /// <summary>When the looks are.</summary>
    private static List<TimeSpan> Looks(TimeSpan cost, TimeSpan end)
    {
        var looks = new List<TimeSpan>();
        var spent = Start;
        for (var now = TimeSpan.Zero; now <= end; now += Budget.Wait(Asked, now, spent, cost))
        {
            looks.Add(now);
            spent += cost;
        }

        return looks;
    }
}
