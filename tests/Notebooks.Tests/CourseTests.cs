using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Courses;

namespace CowNotebooks.Notebooks.Tests;

public class CourseTests
{
    [Fact]
    public void Each_notebook_gets_links_to_its_neighbours_in_the_order_of_their_files()
    {
        using var scratch = new Scratch();
        Add(scratch, "02-b", "B is next");
        Add(scratch, "01-a", "A comes first");
        Add(scratch, "10-c", "C is last");
        scratch.Write("notes.ipynb", "none");

        Assert.Equal("<!--NAVIGATION-->\n[02 B is next](02-b.ipynb) →", Navigated(scratch, "01-a"));
        Assert.Equal("<!--NAVIGATION-->\n← [01 A comes first](01-a.ipynb) · [10 C is last](10-c.ipynb) →", Navigated(scratch, "02-b"));
        Assert.Equal("<!--NAVIGATION-->\n← [02 B is next](02-b.ipynb)", Navigated(scratch, "10-c"));
    }

    [Fact]
    public void Written_once_it_stays_and_a_new_title_changes_it()
    {
        using var scratch = new Scratch();
        Add(scratch, "01-a", "A");
        Add(scratch, "02-b", "B");
        var path = scratch["01-a.ipynb"];
        CourseFolder.Open(scratch.Folder)!.Navigated(path, Notebook.Load(path)).Save(path);

        var again = Notebook.Load(path);
        Assert.Same(again, CourseFolder.Open(scratch.Folder)!.Navigated(path, again));
        Add(scratch, "02-b", "Another B");
        Assert.Equal("<!--NAVIGATION-->\n[02 Another B](02-b.ipynb) →", Navigated(scratch, "01-a"));
    }

    [Theory]
    [InlineData("a | b", @"a \| b", @"a \| b")]
    [InlineData("a ] b", @"a \] b", @"a \] b")]
    [InlineData("a < b > c & d", @"a \< b \> c \& d", @"a \< b \> c \& d")]
    [InlineData("`a|b` and *c*", "`a|b` and c", @"`a\|b` and c")]
    [InlineData("`` a`b `` $x$", @"``a`b`` \$x\$", @"``a`b`` \$x\$")]
    [InlineData("an unclosed ` and [x](y)", @"an unclosed \` and x", @"an unclosed \` and x")]
    [InlineData("<img src=x onerror=y>", "b", "b")]
    public void Whatever_is_in_a_title_stays_text_in_links_and_tables(string title, string inLink, string inTable)
    {
        using var scratch = new Scratch();
        Add(scratch, "01-a", "A");
        Add(scratch, "02-b", title);
        scratch.Write("README.md", "x\n<!--NOTEBOOKS-->\n<!--/NOTEBOOKS-->\ny\n");

        Assert.Equal($"<!--NAVIGATION-->\n[02 {inLink}](02-b.ipynb) →", Navigated(scratch, "01-a"));
        var table = Assert.Single(CourseFolder.Open(scratch.Folder)!.OutdatedTables()).Text;
        Assert.Contains($"| [02 {inTable}](02-b.ipynb) |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_a_README_has_link_goal_and_duration_and_the_rest_stays()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["notebooks"]);
        Add(scratch, "notebooks/01-a b", "A", "find `x|y`, *soon*.");
        scratch.Write("README.md", "# Top\n\n<!--NOTEBOOKS-->\nold\n<!--/NOTEBOOKS-->\n\nEnd $1.\n");
        scratch.Write("notebooks/README.md", "No table here.\n");

        var (path, text) = Assert.Single(CourseFolder.Open(scratch["notebooks"])!.OutdatedTables());
        Assert.Equal(scratch["README.md"], path);
        Assert.Equal(
            "# Top\n\n<!--NOTEBOOKS-->\n| notebook | goal | takes |\n|---|---|---|\n| [01 A](notebooks/01-a%20b.ipynb) | find `x\\|y`, soon | about a second |\n<!--/NOTEBOOKS-->\n\nEnd $1.\n", text);
        File.WriteAllText(path, text);
        Assert.Empty(CourseFolder.Open(scratch["notebooks"])!.OutdatedTables());
    }

    [Fact]
    public void Notebooks_without_the_line_are_no_course_even_when_they_are_called_so()
    {
        using var scratch = new Scratch();
        scratch.Write("01-a.ipynb", Notebooks.Of([Notebooks.Markdown("# A")]).ToText());
        scratch.Write("02-broken.ipynb", "{");

        Assert.Null(CourseFolder.Open(scratch.Folder));
    }

    // Not even root may read the second one: the kernel only takes what is written to it.
    [Theory]
    [InlineData("gone.ipynb")]
    [InlineData("/sys/bus/cpu/uevent")]
    public void A_notebook_that_cannot_be_read_is_no_matter_beside_others_and_is_named_in_a_course(string target)
    {
        using var scratch = new Scratch();
        scratch.Write("01-a.ipynb", Notebooks.Of([Notebooks.Markdown("# A")]).ToText());
        File.CreateSymbolicLink(scratch["02-b.ipynb"], target);
        Assert.Null(CourseFolder.Open(scratch.Folder));

        Add(scratch, "01-a", "A");
        var error = Assert.Throws<NotebookException>(() => CourseFolder.Open(scratch.Folder));
        Assert.Contains(scratch["02-b.ipynb"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_named()
    {
        using var scratch = new Scratch();
        var error = Assert.Throws<NotebookException>(() => CourseFolder.Open(scratch["none"]));
        Assert.Contains(scratch["none"], error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_notebook_of_a_course_has_no_findings()
    {
        using var scratch = new Scratch();
        Add(scratch, "01-a", "A", cells: [Notebooks.Markdown("## Part\n[up](#a) [self](01-a.ipynb#Part) [web](https://x.org/#no) ![p](attachment:p.png)\n### Detail"), Notebooks.Code("1")]);

        Assert.Empty(Findings(scratch));
    }

    [Theory]
    [InlineData("[x](nowhere.md)", "cell 2: the link to nowhere.md leads to no file")]
    [InlineData("[x](#nowhere)", "cell 2: the link to #nowhere leads to no heading")]
    [InlineData("[x](01-a.ipynb#nowhere)", "cell 2: the link to 01-a.ipynb#nowhere leads to no heading")]
    [InlineData("[x]()", "cell 2: a link leads nowhere")]
    [InlineData("<a href=\"nowhere.html\">x</a>", "cell 2: the link to nowhere.html leads to no file")]
    [InlineData("![x](no%20where.png)", "cell 2: the link to no%20where.png leads to no file")]
    [InlineData("### Deep", "cell 2: the heading 'Deep' is of level 3, after one of level 1")]
    public void What_is_wrong_with_prose_is_named_with_its_cell(string markdown, string finding)
    {
        using var scratch = new Scratch();
        Add(scratch, "01-a", "A", cells: [Notebooks.Markdown(markdown)]);

        Assert.Equal([finding], Findings(scratch));
    }

    [Fact]
    public void Wide_and_long_cells_are_named()
    {
        using var scratch = new Scratch();
        var ten = string.Join('\n', Enumerable.Repeat("1", 10));
        Add(scratch, "01-a", "A", cells: [Notebooks.Code($"1\n{new string('x', 101)}"), Notebooks.Code(ten), Notebooks.Code($"{ten}\n1\n"),
            Notebooks.Code($"#!child\n{ten}"), Notebooks.Markdown($"{new string('x', 200)}\n```\n{new string('x', 102)}\n```")]);

        Assert.Equal(
            ["cell 2: line 2 has 101 characters, more than 100", "cell 4: 11 lines of C#, more than 10", "cell 6: line 1 has 102 characters, more than 100"], Findings(scratch));
    }

    [Fact]
    public void What_a_title_cell_lacks_is_named()
    {
        using var scratch = new Scratch();
        Add(scratch, "01-a", "A");
        scratch.Write("02-b.ipynb", Notebooks.Of([Notebooks.Markdown("Text.")]).ToText());

        Assert.Equal(["title", "goal", "takes", "<!--NAVIGATION-->"], CourseFolder.Open(scratch.Folder)!.Findings(scratch["02-b.ipynb"])
            .Zip(["title", "goal", "takes", "<!--NAVIGATION-->"], (finding, word) => finding.Contains(word, StringComparison.Ordinal) ? word : finding));
    }

    [Fact]
    public void A_markdown_file_has_findings_of_links_and_headings_too()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("a.md", "# A\n\n[b](b.md) [c](#c-and-d) `[x](y)`\n\n### Deep\n\n<a id=\"c-and-d\"></a>\n");

        Assert.Equal(["the link to b.md leads to no file", "the heading 'Deep' is of level 3, after one of level 1"], MarkdownFile.Findings(path));
    }

    private static void Add(Scratch scratch, string name, string title, string goal = "see.", JsonNode[]? cells = null) => scratch.Write($"{name}.ipynb", Notebooks.Of(
        [Notebooks.Markdown($"# {title}\n\nGoal: {goal}\n\n*Takes about a second.*\n\n<!--NAVIGATION-->"), .. cells ?? []]).ToText());

    private static string Navigated(Scratch scratch, string name)
    {
        var path = scratch[$"{name}.ipynb"];
        var source = CourseFolder.Open(scratch.Folder)!.Navigated(path, Notebook.Load(path)).Cells[0].Source;
        return source[source.IndexOf("<!--", StringComparison.Ordinal)..];
    }

    private static IReadOnlyList<string> Findings(Scratch scratch) => CourseFolder.Open(scratch.Folder)!.Findings(scratch["01-a.ipynb"]);
}
