namespace CowNotebooks.Notebooks.Tests;

public class ParametersTests
{
    private const string Declarations = """
        int Size = 1_000;
        var Count = 5L; // var takes its type from the literal
        double Ratio = 0.5, Other = 1;
        bool Quiet = false;
        string? Name = null;
        var Negative = -1;
        decimal Price = 1m;
        var Today = DateTime.Now;
        """;

    private static Notebook Notebook { get; } = Notebooks.Of([Notebooks.Markdown("# x"), Notebooks.Code(Declarations, "parameters"), Notebooks.Code("Size")]);

    [Fact]
    public void The_parameters_cell_declares_names_and_types() =>
        Assert.Equal(
            ["Size int", "Count long", "Ratio double", "Other double", "Quiet bool", "Name string", "Negative int", "Price ", "Today "],
            Parameters.Of(Notebook).Select(parameter => $"{parameter.Name} {parameter.Type}"));

    [Theory]
    [InlineData("Size", "2000000", "int Size = 2000000;")]
    [InlineData("Size", "2_000_000", "int Size = 2000000;")]
    [InlineData("Size", "-1", "int Size = -1;")]
    [InlineData("Size", "-2147483648", "int Size = -2147483648;")]
    [InlineData("Count", "-9223372036854775808", "long Count = -9223372036854775808L;")]
    [InlineData("Size", "1e6", "int Size = 1000000;")]
    [InlineData("Ratio", "1e6", "double Ratio = 1000000d;")]
    [InlineData("Ratio", "-0.25", "double Ratio = -0.25d;")]
    [InlineData("Quiet", "True", "bool Quiet = true;")]
    [InlineData("Name", "a b", "string Name = \"a b\";")]
    [InlineData("Name", "", "string Name = \"\";")]
    public void A_value_becomes_a_cell_after_the_declarations(string name, string value, string code)
    {
        var injected = Inject(name, value);
        Assert.Equal(4, injected.Cells.Count);
        Assert.Equal(code, injected.Cells[2].Source);
        Assert.Equal(["injected-parameters"], injected.Cells[2].Tags);
        Assert.Equal(3, Notebook.Cells.Count);
    }

    [Theory]
    [InlineData("Size", "abc", "Size is an int: 'abc' is not one.")]
    [InlineData("Size", "", "Size is an int: '' is not one.")]
    [InlineData("Size", "1.5", "Size is an int: '1.5' is not one.")]
    [InlineData("Size", "1; Environment.Exit(1)", "Size is an int: '1; Environment.Exit(1)' is not one.")]
    [InlineData("Size", "2147483648", "Size is an int: '2147483648' is not one. It goes from -2147483648 to 2147483647.")]
    [InlineData("Count", "9223372036854775808", "Count is a long: '9223372036854775808' is not one.")]
    [InlineData("Size", "1e-6", "Size is an int: '1e-6' is not one. Write a whole number such as 1000, 1_000_000 or 1e6.")]
    [InlineData("Size", "1e999999999", "Size is an int: '1e999999999' is not one.")]
    [InlineData("Ratio", "NaN", "Ratio is a double: 'NaN' is not one.")]
    [InlineData("Ratio", "1e999", "Ratio is a double: '1e999' is not one.")]
    [InlineData("Quiet", "yes", "Quiet is a bool: 'yes' is not one.")]
    [InlineData("Price", "1", "Price cannot be set from outside")]
    [InlineData("Today", "1", "Today cannot be set from outside")]
    [InlineData("Sise", "1", "The notebook has no parameter Sise. It has Size, Count, Ratio, Other, Quiet, Name, Negative, Price, Today.")]
    public void A_value_that_does_not_fit_is_refused_in_one_sentence(string name, string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookException>(() => Inject(name, value)).Message);

    [Theory]
    [InlineData("\"; System.IO.File.Delete(\"/tmp/x\"); //")]
    [InlineData("\\\"; return; //")]
    [InlineData("line\nline\r\n\tend\0")]
    [InlineData("{0} $@\"\"\" \u2028 \u0085 é 😀 '")]
    [InlineData("\"\"\"raw\"\"\"")]
    [InlineData("\\u0022; x")]
    public async Task A_hostile_text_stays_a_text(string value)
    {
        var injected = Inject("Name", value).Cells[2].Source;
        var run = Assert.Single(await Engines.RunAsync($"{injected}\nConvert.ToBase64String(Encoding.UTF8.GetBytes(Name))"));
        Assert.Null(run.Error);
        Assert.Equal(value, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(run.Value!)));
    }

    [Fact]
    public void A_second_run_replaces_what_the_first_injected()
    {
        var twice = Parameters.Inject(Inject("Size", "1"), new Dictionary<string, string> { ["Size"] = "2", ["Quiet"] = "true" });
        Assert.Equal(4, twice.Cells.Count);
        Assert.Equal("int Size = 2;\nbool Quiet = true;", twice.Cells[2].Source);
    }

    [Fact]
    public void A_notebook_without_a_parameters_cell_says_so() =>
        Assert.Contains("It has none", Assert.Throws<NotebookException>(() => Parameters.Inject(Notebooks.Of("1"), new Dictionary<string, string> { ["A"] = "1" })).Message);

    [Fact]
    public async Task The_injected_value_is_the_one_that_later_cells_see()
    {
        var run = await NotebookRunner.RunAsync(Inject("Size", "42"), Path.GetTempPath(), Engines.Limit, cancel: TestContext.Current.CancellationToken);
        Assert.Null(run.Failure);
        Assert.Equal("42", run.Executed.Cells[3].Outputs.Single()["data"]!["text/plain"]!.ToString());
    }

    private static Notebook Inject(string name, string value) => Parameters.Inject(Notebook, new Dictionary<string, string> { [name] = value });
}
