namespace CowNotebooks.Engine.Tests;

public class EngineFolderTests
{
    [Fact]
    public void What_the_book_is_written_with_stays_out_of_the_process_that_runs_cells()
    {
        var libraries = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "engine"), "*.dll").Select(path => Path.GetFileName(path)).ToArray();
        Assert.Contains("CowNotebooks.Engine.dll", libraries);
        Assert.All(new[] { "Markdig", "TextMateSharp", "Onigwrap" }, book => Assert.DoesNotContain(libraries, name => name.StartsWith(book, StringComparison.Ordinal)));
    }
}
