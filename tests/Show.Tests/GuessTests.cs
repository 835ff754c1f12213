using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class GuessTests
{
    // CPython, a list of 1,000,000 ints of 28 bytes, 32 with their padding: 7,839 pages copied by reading.
    private static readonly Report Reading = Recordings.Load(Path.Combine(Source.Root, "data/cpython-iterate.csv"));

    // The same number of boxes in .NET, which reading leaves alone.
    private static readonly Report Free = Samples.Report("iterate", "0\n# copiedPages: 1");

    [Theory]
    [InlineData(0, "reading is a write")]
    [InlineData(1, "lie on many pages")]
    [InlineData(1953, "You counted 8 bytes an int: that is the reference in the list")]
    [InlineData(1920, "You counted 8 bytes an int: that is the reference in the list")]
    [InlineData(977, "4 bytes an int, as in C")]
    [InlineData(3906, "16 bytes an int")]
    [InlineData(5859, "24 bytes an int")]
    [InlineData(6836, "You counted 28 bytes an int, as sys.getsizeof says. From one to the next it is 32 bytes")]
    [InlineData(8789, "the whole heap, the references in the list too")]
    [InlineData(9792, "the list's references too")]
    [InlineData(12332, "(RSS)")]
    [InlineData(15678, "You counted twice")]
    [InlineData(1_000_000, "You counted objects. A page of 4,096 bytes holds about 128 of them")]
    [InlineData(32_000_000, "You counted bytes")]
    [InlineData(28_000_000, "You counted bytes")]
    [InlineData(36_000_000, "You counted bytes")]
    [InlineData(31_250, "You counted kB. A page has 4 of them: divide")]
    [InlineData(31, "You counted MB. A MB has 256 pages: multiply")]
    [InlineData(5000, "1,000,000 × about 32 ÷ 4,096")]
    public void A_wrong_guess_is_answered_by_the_misconception_behind_it(long guess, string because)
    {
        var answer = Check.That(guess, Reading.Run);

        Assert.False(answer.IsRight);
        Assert.Contains(because, answer.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7839, "Right to the page: the child copied 7,839 pages.")]
    [InlineData(7837, "Right to the page: you said 7,837 pages, and the child copied 7,839 pages.")]
    [InlineData(7812, "Right within 2 %: you said 7,812 pages, and the child copied 7,839 pages.")]
    [InlineData(7000, "Too low by 839 pages (11 %): you said 7,000 pages, and the child copied 7,839 pages.")]
    [InlineData(9000, "Too high by 1,161 pages (15 %): you said 9,000 pages, and the child copied 7,839 pages.")]
    [InlineData(1_000_000, "Too high, by a factor of 128: you said 1,000,000 pages, and the child copied 7,839 pages.")]
    [InlineData(1, "Too low, by a factor of 7,839: you said 1 page, and the child copied 7,839 pages.")]
    [InlineData(0, "Too low by 7,839 pages (100 %): you said 0 pages, and the child copied 7,839 pages.")]
    public void The_answer_says_how_far_off_and_on_which_side(long guess, string verdict) => Assert.Equal(verdict, Check.That(guess, Reading).Verdict);

    [Theory]
    [InlineData(5859, "pages the elements fill")]
    [InlineData(7839, "a child copies that reads as many ints in CPython")]
    [InlineData(7844, "a child copies that reads as many ints in CPython")]
    [InlineData(7812, "the whole heap fills")]
    [InlineData(1953, "the references to the elements fill")]
    [InlineData(1_000_000, "how many elements there are")]
    [InlineData(10_000, "resident in the child")]
    public void Where_nothing_is_copied_the_answer_says_that_nothing_was_written(long guess, string because)
    {
        var answer = Check.That(guess, Free);

        Assert.Contains(because, answer.Why, StringComparison.Ordinal);
        Assert.Contains(".NET counts no references", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guess_of_nothing_is_right_where_nothing_is_copied() => Assert.True(Check.That(0, Free.Run).IsRight);

    [Fact]
    public void A_recorded_run_is_called_so() => Assert.EndsWith("(This run was recorded, not measured now.)", Check.That(7839, Reading).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_prediction_that_was_wrong_is_owned_up_to()
    {
        var answer = Check.That(5000, Samples.Report("refcount", "5990\n# copiedPages: 6000"));

        Assert.Contains("We predicted 5,990, and were off too.", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_page_map_the_growth_of_USS_is_compared_and_named() =>
        Assert.StartsWith("Right to the page: the child's USS grew by 6,000 pages (the copied pages are not known).", Check.That(6000, Samples.Report()).Verdict, StringComparison.Ordinal);

    [Fact]
    public void Nothing_fails_where_there_is_no_guess_no_run_or_no_end_of_it()
    {
        Assert.Equal("No guess yet: write yours in its cell above, and run from there.", Check.That(null, Reading).ToString());
        Assert.Equal("Nothing to compare with: no cell has run yet. Run the cell above first.", Check.That(1, (Run?)null).ToString());
        var killed = Reading.Run with { Outcome = new Killed(Role.Child, "running it", Signal.Kill) };
        Assert.StartsWith("Nothing to compare with: The child was killed by SIGKILL", Check.That(1, killed).ToString(), StringComparison.Ordinal);
        Assert.Equal("There is no such number of pages: -4. Guess 0 or more.", Check.That(-4, Reading).ToString());
        var bare = Reading.Run with { Heap = null, Points = [] };
        Assert.Null(Check.That(1, bare).IsRight);
        Assert.All(new[] { long.MinValue, 0, 1, long.MaxValue }, guess => Assert.False(Check.That(guess, Reading.Run with { Heap = null }).IsRight));
    }

    [Fact]
    public void Any_figure_is_answered_by_the_notebook_s_own_mistakes()
    {
        Assert.Equal("Right: it is 4.5.", Check.That(4.5, 4.5, "").ToString());
        Assert.Equal("Too low by 1 worker (25 %): you said 3 workers, and it is 4 workers. The parent is a process too.", Check.That(3, 4, "workers", (3, "The parent is a process too.")).ToString());
        Assert.Equal("Too high by 4 pages: you said 4 pages, and it is 0 pages. Look at the formula again.", Check.That(4, 0L).ToString());
        Assert.Null(Check.That(3, (long?)null).IsRight);
    }

    [Theory]
    [InlineData(0, "Too low by 100 percentage points: you said 0 percent, and it is 100 percent. Look at the formula again.")]
    [InlineData(99, "Right within 2 %: you said 99 percent, and it is 100 percent.")]
    public void Percentages_are_apart_by_points(long guess, string answer) => Assert.Equal(answer, Check.That(guess, 100L, "percent").ToString());

    [Fact]
    public void Small_figures_keep_their_digits_and_a_unit_its_last_letter()
    {
        Assert.StartsWith("Too high by 0.002 MB (100 %): you said 0.004 MB, and it is 0.002 MB.", Check.That(0.004, 0.002, "MB").ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Too low by 1 ms (50 %): you said 1 ms, and it is 2 ms.", Check.That(1.0, 2.0, "ms").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_one_point_the_answer_speaks_in_the_singular() =>
        Assert.StartsWith("Too high by 1 percentage point: you said 12 percent, and it is 11 percent.", Check.That(12, 11L, "percent").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "Too low by 1 page (100 %): you said 0 pages, and it is 1 page. Nobody writes.")]
    [InlineData(2, "Too high by 1 page (100 %): you said 2 pages, and it is 1 page. Both sides.")]
    [InlineData(1, "Right to the page: it is 1 page.")]
    [InlineData(7841, "Too high, by a factor of 7,841: you said 7,841 pages, and it is 1 page. Look at the formula again.")]
    public void A_mistake_beside_a_small_figure_is_not_taken_for_right(long guess, string answer) =>
        Assert.Equal(answer, Check.That(guess, 1L, "pages", (0, "Nobody writes."), (2, "Both sides.")).ToString());

    [Fact]
    public void A_mistake_that_leads_to_the_figure_itself_is_right() => Assert.True(Check.That(11, 11, "percent", (11, "Nearly.")).IsRight);

    [Fact]
    public void A_word_is_compared_whatever_its_case()
    {
        Assert.Equal("Right: lock.", Check.That(" Lock", "lock").ToString());
        Assert.Equal("Not read: it is lock. Reading leaves it alone.", Check.That("read", "lock", ("read", "Reading leaves it alone.")).ToString());
        Assert.Equal("No guess yet: write yours in its cell above, and run from there.", Check.That((string?)null, "lock").ToString());
    }

    [Fact]
    public void An_answer_is_a_paragraph_in_a_page_and_escaped()
    {
        var answer = Check.That("<b>", "a & b");

        Assert.Equal("<p><strong>Not &lt;b&gt;: it is a &amp; b.</strong> </p>", answer.ToDisplayString("text/html"));
        Assert.Equal("Not <b>: it is a & b.", answer.ToDisplayString("text/plain"));
    }
}
