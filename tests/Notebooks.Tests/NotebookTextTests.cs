using System.Text;

namespace CowNotebooks.Notebooks.Tests;

public class NotebookTextTests
{
    private const string Good = """{"cells":[{"cell_type":"code","source":"\"grüße\""}],"nbformat":4}""";

    public static TheoryData<string, string> OtherEncodings => new()
    {
        { "utf-16", "x.ipynb is UTF-16; a notebook is UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 x.ipynb -o x.utf8.ipynb" },
        { "utf-16BE", "x.ipynb is UTF-16; " },
        { "utf-32", "x.ipynb is UTF-32; " },
    };

    [Fact]
    public void Latin_1_is_refused_with_byte_line_and_remedy_and_nothing_is_replaced()
    {
        var error = Refused(Path.Combine(AppContext.BaseDirectory, "fixtures/cases/latin1.ipynb"));
        Assert.Contains("latin1.ipynb is not UTF-8: byte 104 of line 1 (0xFC) belongs to another encoding. If that is Latin-1, convert it: iconv -f LATIN1 -t UTF-8 ", error);
    }

    [Theory]
    [InlineData("x.ipynb")]
    [InlineData("x.dib")]
    public void The_line_and_the_byte_in_it_are_counted_from_1(string name)
    {
        using var scratch = new Scratch();
        var path = scratch.Write(name, "");
        File.WriteAllBytes(path, [.. "#!csharp\nvar ü = \""u8, 0xE4]);
        Assert.Contains($"{name} is not UTF-8: byte 11 of line 2 (0xE4)", Refused(path));
    }

    [Theory]
    [MemberData(nameof(OtherEncodings))]
    public void Another_unicode_is_named_with_its_remedy(string encoding, string message)
    {
        using var scratch = new Scratch();
        var path = scratch.Write("x.ipynb", "");
        File.WriteAllText(path, Good, Encoding.GetEncoding(encoding));
        Assert.StartsWith(message, Refused(path).Replace($"{scratch.Folder}/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Utf_16_without_a_mark_is_known_by_its_zeros()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("x.ipynb", "");
        File.WriteAllBytes(path, Encoding.Unicode.GetBytes(Good));
        Assert.Contains("iconv -f UTF-16LE", Refused(path));
    }

    [Theory]
    [InlineData("x.ipynb", Good)]
    [InlineData("x.dib", "#!csharp\n\"grüße\"")]
    public void A_utf_8_mark_is_accepted(string name, string text)
    {
        using var scratch = new Scratch();
        var path = scratch.Write(name, "");
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("\"grüße\"", Assert.Single(Notebook.Load(path).Cells).Source);
    }

    [Fact]
    public void A_merge_conflict_is_named_with_its_line() =>
        Assert.EndsWith(
            "conflict.ipynb has a merge conflict: line 3 is '<<<<<<< HEAD'. Keep one of the two sides, delete the lines with the markers, and try again.",
            Refused(Path.Combine(AppContext.BaseDirectory, "fixtures/cases/conflict.ipynb")));

    [Theory]
    [InlineData("{\n\"cells\": []\n=======\n}", "line 3 is '======='")]
    [InlineData("{\r\n\"cells\": []\r\n>>>>>>> theirs\r\n}", "line 3 is '>>>>>>> theirs'")]
    public void Each_marker_of_a_conflict_is_known(string text, string place) =>
        Assert.Contains(place, Assert.Throws<NotebookException>(() => Notebook.Parse(text, "x.ipynb")).Message);

    [Fact]
    public void A_marker_within_a_source_is_content() =>
        Assert.Equal("<<<<<<< HEAD\n", Notebook.Parse("""{"cells":[{"cell_type":"raw","source":["<<<<<<< HEAD\n"]}],"nbformat":4}""").Cells[0].Source);

    [Fact]
    public void A_folder_is_a_named_error()
    {
        using var scratch = new Scratch();
        Assert.Contains("cannot be read", Refused(scratch.Folder));
    }

    private static string Refused(string path) => Assert.Throws<NotebookException>(() => Notebook.Load(path)).Message;
}
