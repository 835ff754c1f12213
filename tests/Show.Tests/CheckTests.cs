using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class CheckTests
{
    [Fact]
    public void A_statement_that_holds_is_shown_as_checked()
    {
        var check = Check.Holds(true, "1 < 2.");

        Assert.Equal("Checked: 1 < 2.", check.ToDisplayString("text/plain"));
        Assert.Contains("1 &lt; 2.", check.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_that_does_not_hold_is_named_in_the_error()
    {
        var error = Assert.Throws<CheckFailedException>(() => Check.Holds(false, "Iterating copies no page."));

        Assert.Equal("Iterating copies no page.", error.Statement);
        Assert.Contains("Iterating copies no page.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exercise_that_nobody_has_tried_fails_no_cell_and_says_so()
    {
        var check = Check.Exercise((string?)null, _ => throw new InvalidOperationException("There is nothing to look at."), "It is short.");

        Assert.False(check.IsDone);
        Assert.Equal("Not tried yet.", check.ToDisplayString("text/plain"));
        Assert.Contains("Not tried yet.", check.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exercise_that_was_tried_is_checked()
    {
        Assert.Equal("Checked: It is short.", Check.Exercise("ab", answer => answer.Length < 3, "It is short.").ToString());
        var error = Assert.Throws<CheckFailedException>(() => Check.Exercise("abc", answer => answer.Length < 3, "It is short."));
        Assert.Equal("Not yet. To be shown: It is short. Change your cell and run both again.", error.Message);
    }

    [Theory]
    [InlineData("# your code")]
    [InlineData("// your code\n\n")]
    [InlineData("")]
    public void A_cell_that_holds_nothing_but_comments_is_an_exercise_not_tried(string code)
    {
        var check = Check.Exercise(Ran(code), _ => throw new InvalidOperationException("There is nothing to look at."), "It copies.");

        Assert.False(check.IsDone);
    }

    [Fact]
    public void A_cell_that_somebody_wrote_is_an_exercise_to_check()
    {
        Assert.True(Check.Exercise(Ran("sum(long_list)"), run => run.MinorFaultGrowth > 5000, "It faults.").IsDone);
        var error = Assert.Throws<CheckFailedException>(() => Check.Exercise(Ran("sum(long_list)"), run => run.MinorFaultGrowth < 5000, "It does not fault."));
        Assert.Equal("Not yet. To be shown: It does not fault. Change that cell and run both again.", error.Message);
    }

    [Fact]
    public void A_cell_that_failed_is_an_exercise_whose_error_is_said_again()
    {
        var failed = Ran("sum(lst)") with { Outcome = new Raised(Role.Child, "running the cell", "Traceback (most recent call last):\nNameError: name 'lst' is not defined") };
        var error = Assert.Throws<CheckFailedException>(() => Check.Exercise(failed, _ => true, "It copies."));
        Assert.Equal(
            "Not yet. To be shown: It copies. The child raised an error while running the cell: NameError: name 'lst' is not defined. Change that cell and run both again.", error.Message);
    }

    [Fact]
    public void A_recorded_run_is_nobody_s_exercise() => Assert.False(Check.Exercise(Samples.Report().Run, _ => false, "It copies.").IsDone);

    private static Run Ran(string code) => Samples.Report().Run with { Workload = Workload.Own(code) };
}
