using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

public class BookFormulaTests
{
    [Fact]
    public void Stars_backslashes_and_bars_of_latex_are_not_markdown()
    {
        var page = Pages.OfFixture("latex");
        Assert.Equal(["$x*y*z$", @"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$", "$|x|$"], Formulas(page));
        Assert.Equal([@"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$"], page.QuerySelectorAll(".formula.display").Select(formula => formula.TextContent));
        Assert.Equal(["$|x|$", "b", "1", "2"], page.QuerySelectorAll("th, td").Select(cell => cell.TextContent));
        Assert.Empty(page.QuerySelectorAll("main em"));
    }

    [Theory]
    [InlineData("$a_1 + b_2$ and $c^*$, $d^*$", "$a_1 + b_2$", "$c^*$", "$d^*$")]
    [InlineData("a 3$\\times$3 grid", "$\\times$")]
    [InlineData("**$x$** and _$y$_ and [$z$](https://example.org)", "$x$", "$y$", "$z$")]
    [InlineData("# On $n_1*n_2*n_3$", "$n_1*n_2*n_3$")]
    [InlineData("\\(e^{i\\pi}\\) and \\\\(x\\\\)", "\\(e^{i\\pi}\\)", "\\(x\\)")]
    [InlineData("\\[\n\\int_0^1 x\\,dx\n\\]", "\\[\n\\int_0^1 x\\,dx\n\\]")]
    [InlineData("$$\na\n= b\n- c\n$$", "$$\na\n= b\n- c\n$$")]
    [InlineData("$$\na\n\nb\n$$", "$$\na\n\nb\n$$")]
    [InlineData("> $$\n> a\n> $$", "$$\na\n$$")]
    [InlineData("- item\n\n  $$\n  a*b*c\n  $$", "$$\n  a*b*c\n  $$")]
    [InlineData("\\begin{align}\na &= b \\\\\n* &< *c*\n\\end{align}", "\\begin{align}\na &= b \\\\\n* &< *c*\n\\end{align}")]
    [InlineData("\\begin{cases}\\begin{cases}a\\end{cases}\\end{cases}", "\\begin{cases}\\begin{cases}a\\end{cases}\\end{cases}")]
    [InlineData("$\\text{costs \\$5}$", "$\\text{costs \\$5}$")]
    [InlineData("<p>in HTML: $a<b$</p>", "$a<b$")]
    [InlineData("It costs $5 or $6.")]
    [InlineData("$5-$6 and \\$7\\$")]
    [InlineData("`$x*y$` and ``a ` $y$``")]
    [InlineData("\\[1\\] and \\(see below\\)")]
    [InlineData("A $ alone, and $$ twice")]
    [InlineData("$a\n\nb$")]
    [InlineData("https://example.org/$a$b$")]
    [InlineData("\\begin{align} without an end")]
    public void A_formula_is_what_stands_between_the_signs_of_latex(string markdown, params string[] formulas) =>
        Assert.Equal(formulas, Formulas(Pages.OfMarkdown(markdown)));

    [Theory]
    [InlineData("```\n$x*y$ \\begin{a}\n```", "$x*y$ \\begin{a}")]
    [InlineData("~~~ tex\n$$x$$\n```\n~~~", "$$x$$\n```")]
    [InlineData("- item\n\n  ```bash\n  echo $a$ \\[x^2\\]\n  ```", "echo $a$ \\[x^2\\]")]
    [InlineData("    indented $x$ and $$y$$", "indented $x$ and $$y$$")]
    [InlineData("> ```\n> $a$\n> ```", "$a$")]
    public void Code_keeps_its_dollars(string markdown, string code)
    {
        var page = Pages.OfMarkdown(markdown);
        Assert.Equal(code, page.QuerySelector("pre.code")!.TextContent.TrimEnd());
        Assert.Empty(Formulas(page));
    }

    [Fact]
    public void Attributes_scripts_and_code_in_html_keep_their_dollars_too()
    {
        var page = Pages.OfMarkdown("<div title=\"$x$\"><code>$y$</code></div>\n\n<script>let a = `$z<1$`;</script>");
        Assert.Equal("$x$", page.QuerySelector("main div")!.GetAttribute("title"));
        Assert.Equal("$y$", page.QuerySelector("main code")!.TextContent);
        Assert.Equal("let a = `$z<1$`;", page.QuerySelector("main script")!.TextContent);
        Assert.Empty(Formulas(page));
    }

    [Fact]
    public void A_title_with_a_formula_has_its_source_in_the_window_and_in_the_index()
    {
        var page = new BookPage("p", Notebooks.Of([Notebooks.Markdown("# On $x*y*z$\n\nThat $a_1$ is.")]), ".");
        Assert.Equal("On $x*y*z$", page.Title);
        Assert.Equal("That $a_1$ is.", page.Summary);
    }

    [Theory]
    [InlineData(@"$$\frac{a*b*c}{d}$$", @"$$\frac{a*b*c}{d}$$")]
    [InlineData(@"$\displaystyle x_1$", @"$\displaystyle x_1$")]
    [InlineData(@"x_1^2 + y", @"$$x_1^2 + y$$")]
    [InlineData(@"\begin{equation}x<y\end{equation}", @"\begin{equation}x<y\end{equation}")]
    public void An_output_of_latex_is_a_formula_with_delimiters_or_without(string latex, string formula) =>
        Assert.Equal([formula], Formulas(Pages.OfData(new JsonObject { ["text/latex"] = latex, ["text/plain"] = "plain" })));

    [Fact]
    public void Markdown_that_a_cell_displays_has_formulas_too() =>
        Assert.Equal(["$x*y*z$"], Formulas(Pages.OfData(new JsonObject { ["text/markdown"] = "So $x*y*z$ is *it*." })));

    private static IEnumerable<string> Formulas(IHtmlDocument page) => page.QuerySelectorAll(".formula").Select(formula => formula.TextContent);
}
