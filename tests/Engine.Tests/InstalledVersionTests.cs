using CowNotebooks.Engine.Execution;

namespace CowNotebooks.Engine.Tests;

public class InstalledVersionTests
{
    [Theory]
    [InlineData("10.0.12", "9.0.1", "10.0.9", "10.0.12", "8.0.21")]
    [InlineData("10.0.0", "10.0.0-rc.1.25451.107", "10.0.0", "10.0.0-preview.7.25380.108")]
    [InlineData("10.0.0-rc.1.25451.107", "9.0.11", "10.0.0-preview.7.25380.108", "10.0.0-rc.1.25451.107")]
    [InlineData("9.0.1", "9.0.1", "lost+found")]
    public void The_newest_of_installed_versions_is_that_of_the_largest_number(string newest, params string[] names) =>
        Assert.Equal($"/shared/App/{newest}", InstalledVersions.Newest(names.Select(name => $"/shared/App/{name}")));

    [Fact]
    public void Where_no_version_is_installed_there_is_no_newest() => Assert.Null(InstalledVersions.Newest([]));
}
