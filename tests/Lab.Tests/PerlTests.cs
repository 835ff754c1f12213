using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>foreach counts a reference to each element; an index does not, but what it copies is a reference to something that counts it.</summary>
public class PerlTests
{
    [Theory]
    [InlineData("integers", "iterate", 1, 24)]
    [InlineData("integers", "iterate", 7, 24)]
    [InlineData("integers", "index", 1, 0)]
    [InlineData("strings", "iterate", 1, 24)]
    [InlineData("objects", "iterate", 1, 24)]
    [InlineData("objects", "index", 1, 24)]
    [InlineData("lists", "index", 3, 24)]
    public async Task A_loop_copies_the_pages_that_were_predicted_and_leaves_them_identical(string heap, string workload, int slices, int bytes)
    {
        var report = await ScriptRuntimes.MeasureAsync("perl", heap, workload, slices: slices);

        Assert.InRange(report.PredictedPages!.Value, ScriptRuntimes.Count * bytes / Environment.SystemPageSize, bytes == 0 ? 0 : long.MaxValue);
        ScriptRuntimes.AssertPredicted(report);
        Assert.InRange(report.IdenticalPages!.Value, report.CopiedPages!.Value - 4, report.CopiedPages.Value);
    }

    [Fact]
    public async Task A_long_value_is_not_cut_within_a_character()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("perl");
        var value = (await lab.RunAsync("'a' . 'ß' x 4000", ScriptRuntimes.Cancel)).Value!;
        Assert.Equal("a" + new string('ß', value.Length - 1), value);
        Assert.InRange(value.Length, 1_990, 4_000);
    }

    [Fact]
    public async Task A_cell_overwrites_nothing_of_the_parents_own()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("perl");
        await lab.RunAsync("$requests = 1000; $answers = 1001; $folder = $own_folder = 'x'; %prepared = (); sub serve { die } sub run { die } sub say_line { die }", ScriptRuntimes.Cancel);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Equal("1000", (await child.RunAsync("$requests", cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Equal("x", await lab.GetAsync("folder", ScriptRuntimes.Cancel));
    }

    [Fact]
    public async Task Numbers_that_are_infinite_or_none_are_handed_over()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("perl");
        await lab.RunAsync("$endless = 9**9**9; @all = (1.5, -$endless, -sin($endless));", ScriptRuntimes.Cancel);
        Assert.Equal(double.PositiveInfinity, await lab.GetAsync("endless", ScriptRuntimes.Cancel));
        Assert.Equal(new[] { 1.5, double.NegativeInfinity, double.NaN }, await lab.GetAsync("all", ScriptRuntimes.Cancel));
    }

    [Fact]
    public async Task A_signal_between_cells_for_which_one_has_a_handler_ends_no_parent()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("perl");
        await lab.RunAsync("$SIG{CHLD} = sub { $ended++ };", ScriptRuntimes.Cancel);
        await (await lab.ForkAsync(cancel: ScriptRuntimes.Cancel)).DisposeAsync();
        Assert.Equal("1", (await lab.RunAsync("$ended", ScriptRuntimes.Cancel)).Value);
    }

    [Theory]
    [InlineData("last;")]
    [InlineData("next if 1; 7")]
    public async Task A_cell_that_leaves_a_loop_in_which_it_is_not_is_told_so_and_both_sides_go_on(string cell)
    {
        await using var lab = await ScriptRuntimes.OpenAsync("perl");
        Assert.Contains("outside of a loop", (await lab.RunAsync(cell, ScriptRuntimes.Cancel)).Outcome.ToString(), StringComparison.Ordinal);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Contains("outside of a loop", (await child.RunAsync(cell, cancel: ScriptRuntimes.Cancel)).Outcome.ToString(), StringComparison.Ordinal);
        Assert.Equal("3", (await child.RunAsync("for (1..5) { last if $_ == 4; $sum = $_ } $sum", cancel: ScriptRuntimes.Cancel)).Value);
    }

    [Fact]
    public async Task What_the_environment_says_to_the_interpreter_changes_nothing()
    {
        Environment.SetEnvironmentVariable("PERL_UNICODE", "SDA");
        try
        {
            await using var lab = await ScriptRuntimes.OpenAsync("perl");
            Assert.Equal("0", (await lab.RunAsync("${^UNICODE}", ScriptRuntimes.Cancel)).Value);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PERL_UNICODE", null);
        }
    }

    [Theory]
    [InlineData("integers", "number-as-string")]
    [InlineData("numeric-strings", "string-as-number")]
    [InlineData("integers", "assign")]
    [InlineData("strings", "assign")]
    public async Task A_scalar_that_gets_another_form_is_written_for_good(string heap, string workload)
    {
        var report = await ScriptRuntimes.MeasureAsync("perl", heap, workload);

        // A head takes 24 bytes.
        Assert.InRange(report.CopiedPages!.Value - report.IdenticalPages!.Value, ScriptRuntimes.Count * 24 / Environment.SystemPageSize, long.MaxValue);
        Assert.Null(report.PredictedPages);
        Assert.Equal(Verdict.Agree, report.Reconciliation.Verdict);
    }

    [Theory]
    [InlineData("integers", "string-as-number")]
    [InlineData("strings", "number-as-string")]
    public async Task A_scalar_that_has_the_form_already_is_only_read(string heap, string workload) =>
        Assert.InRange((await ScriptRuntimes.MeasureAsync("perl", heap, workload)).CopiedPages!.Value, 0, 2);

    [Fact]
    public async Task Whether_a_copied_string_shares_its_text_is_not_predicted() =>
        Assert.Contains(
            (await ScriptRuntimes.MeasureAsync("perl", "strings", "index")).Warnings,
            warning => warning.Contains("whether a copied string shares its text", StringComparison.Ordinal));
}
