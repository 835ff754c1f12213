using CowNotebooks.Lab;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Tests;

/// <summary>The file parent.txt, when somebody has written it wrong.</summary>
public sealed class StartFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-parent-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("int")]
    [InlineData("int: value 8")]
    [InlineData(" = value 8")]
    [InlineData("int = ")]
    [InlineData("int = 8")]
    [InlineData("int = value")]
    [InlineData("int = value 0")]
    [InlineData("int = value -8")]
    [InlineData("int = value 99999999999999999999")]
    [InlineData("int = digits …, value 8")]
    [InlineData("int = header … / value 8")]
    [InlineData("int = header 8 / type 8 / value 8")]
    [InlineData("int = value 8,")]
    public void A_layout_that_is_none_is_refused_with_its_file_and_line(string layout)
    {
        var error = Assert.Throws<LabUsageException>(() => Read($"# How it is started.\nprogram: mine\nlayout: {layout}"));
        Assert.StartsWith($"{_folder}/parent.txt, line 3: '{layout.Trim()}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Write layout: TYPE = WORD BYTES", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_layouts_of_a_file_are_read_in_order() => Assert.Equal(
        [true, false],
        Read("program: mine\nlayout: list = header 16 / count 8, elements …\nlayout: int = count 8, digits …").Layouts.Select(layout => layout.Fits("list")));

    private StartFile Read(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "parent.txt"), text);
        return StartFile.Read(_folder, null);
    }
}
