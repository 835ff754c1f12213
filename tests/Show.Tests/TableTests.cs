using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class TableTests
{
    public static TheoryData<string> All => [.. Tables.Keys];

    private static Dictionary<string, Func<Table>> Tables { get; } = new()
    {
        ["report"] = () => Table.BeforeAfter(Samples.Report()),
        ["compare"] = () => Table.Compare(Samples.Report(), Samples.Report("write-every-nth-page:16", "374"), Samples.Report("print", "")),
        ["comparison"] = () => Table.Compare(Samples.Comparison()),
        ["runs"] = () => Table.Compare(Samples.Report().Run, Samples.Report("write-every-nth-page:16", "374").Run),
        ["ram"] = () => Table.RamUsed(Samples.Process(12345, 1_024_000, 30_720_000), Samples.Process(12346, 2_048_000, 30_720_000)),
        ["sharing"] = () => Table.Sharing(Samples.Sharing()),
        ["workers"] = () => Table.Workers(Samples.Workers()),
        ["what if"] = () => Table.WhatIf(Samples.WhatIf()),
        ["deep"] = () => Table.DeepSize(new AllocatedHeap(Heap.BoxedIntegers(1_000_000),
            new HeapSize(1_000_001, 32_000_024, 8_000_024, [new("long", 1_000_000, 24_000_000), new("object[]", 1, 8_000_024)]))),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Plain_text_fits_80_columns_and_its_columns_line_up(string name)
    {
        var lines = Tables[name]().ToDisplayString("text/plain").Split('\n').Select(line => line.TrimEnd('\r')).ToList();

        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        var rule = lines.FindIndex(line => line.StartsWith("--", StringComparison.Ordinal));
        int[] gaps = [.. Enumerable.Range(0, lines[rule].Length).Where(i => lines[rule][i] == ' ')];
        Assert.NotEmpty(gaps);
        var body = lines.Skip(rule + 1).TakeWhile(line => !line.StartsWith("* ", StringComparison.Ordinal));
        Assert.All(body, line => Assert.All(gaps, i => Assert.True(i >= line.Length || line[i] == ' ', line)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Html_is_what_a_kernel_shows_and_names_its_units(string name)
    {
        var html = Tables[name]().ToDisplayString("text/html");

        Assert.Contains("text/html", Formatter.GetPreferredMimeTypesFor(typeof(Table)));
        Assert.Matches("kB|pages|Bytes", html);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Growth_is_after_less_before_in_kB_with_thousands_separators()
    {
        var growth = Line(Table.BeforeAfter(Samples.Report()), "growth");

        Assert.Equal(["growth", "24,000", "20,000", "4", "0", "6,000", "1"], growth.Take(7));
        // What the recording does not have.
        Assert.All(growth.Skip(7), cell => Assert.Equal("–", cell));
    }

    [Fact]
    public void Private_and_shared_together_are_the_RAM_used() =>
        Assert.Equal(["together", "3,000", "57,000", "60,000"],
            Line(Table.RamUsed(Samples.Process(1, 1_024_000, 30_720_000), Samples.Process(2, 2_048_000, 30_720_000)), "together"));

    [Fact]
    public void Workers_stand_in_rows_with_the_line_through_them_and_the_bill_above()
    {
        var table = Table.Workers(Samples.Workers());

        Assert.Equal(["2", "160.0", "160.0"], Line(table, "2 ").Take(3));
        Assert.Contains("RAM = 100.0 MB + K x 30.0 MB", table.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("30 such workers fit", table.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("nobody looked", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_not_to_be_had_has_dashes_and_its_reason_below()
    {
        var table = Table.WhatIf(Samples.WhatIf());

        Assert.All(Line(table, "frozen").Skip(1), cell => Assert.Equal("–", cell));
        Assert.Contains("frozen: ValueError: it is not to be had.", table.ToString(), StringComparison.Ordinal);
        Assert.Equal("0", Line(table, "default")[4]);
    }

    [Fact]
    public void A_prediction_that_is_not_known_is_a_dash_and_a_note()
    {
        var text = Table.Compare(Samples.Report("print", "")).ToString();

        Assert.Equal("–", Line(Table.Compare(Samples.Report("print", "")), "dotnet")[3]);
        Assert.Contains("No predicted pages: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_has_a_row_for_what_is_known_and_a_note_for_what_is_missing()
    {
        var table = Table.Compare(Samples.Comparison());

        Assert.Equal(".NET 10.0.0 boxed-integers 1,000,000 5,990 5.99 50 % 5,990 recorded".Split(' '), Line(table, ".NET"));
        Assert.Contains("python: Install it.", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("python: Install it.", Table.Compare(Samples.Comparison() with { Rows = [Samples.Comparison().Rows[1]] }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_a_report_cannot_become_markup() =>
        Assert.Contains("a machine &lt;of&gt; 2016", Table.BeforeAfter(Samples.Report()).ToDisplayString("text/html"), StringComparison.Ordinal);

    [Fact]
    public void A_heap_whose_runtime_cannot_say_its_size_has_a_dash_and_a_note()
    {
        var table = Table.DeepSize(new AllocatedHeap(Heap.Integers(5), null)).ToString();

        Assert.Contains("–", table, StringComparison.Ordinal);
        Assert.Contains("does not say how big", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CSV_file_shows_its_comments_as_caption()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# From the post, 2016\nwhat,USS kB\n\"before, with \"\"quotes\"\"\",296\nafter,\n");
            var table = Table.Csv(path).ToString();

            Assert.StartsWith("From the post, 2016", table, StringComparison.Ordinal);
            Assert.Contains("before, with \"quotes\"", table, StringComparison.Ordinal);
            Assert.Equal(["after", "–"], Line(Table.Csv(path), "after"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_CSV_file_that_is_missing_or_ragged_is_a_named_error()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "a,b\n1,2\n3\n");
            Assert.Contains("Row 2", Assert.Throws<InvalidDataException>(() => Table.Csv(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Table.Csv(path)).Message, StringComparison.Ordinal);
    }

    private static string[] Line(Table table, string first) =>
        table.ToString().Split('\n').Single(line => line.StartsWith(first, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
