namespace CowNotebooks.Cow.Tests;

public sealed class LaboratoryLanguageTests
{
    [Theory]
    [InlineData("child", "python", "var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size });")]
    [InlineData("parent", "csharp", "await Laboratory.OpenAsync(Runtime.DotNet)")]
    [InlineData("fork", "ruby", "Runtime.CPython(\"python3.8\")", "var ruby = Runtime.Parse(\"ruby\");")]
    [InlineData("child", "csharp", "var lab = await Laboratory.OpenAsync(Runtime.DotNet);", "var python = await Laboratory.OpenOrRecordedAsync(\n    Runtime.CPython(), new { Size });", "await python.DisposeAsync();")]
    [InlineData("child", null, "var a = 1;")]
    [InlineData("child", null)]
    [InlineData("import", null, "Runtime.CPython()")]
    public void A_parents_and_a_childs_cells_are_in_the_language_of_the_last_laboratory(string kernel, string? language, params string[] earlier) =>
        Assert.Equal(language, LaboratoryLanguage.Of(kernel, earlier));
}
