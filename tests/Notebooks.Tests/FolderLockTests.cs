namespace CowNotebooks.Notebooks.Tests;

public class FolderLockTests
{
    private const string Other = "Another run";

    [Fact]
    public void A_folder_is_taken_once_and_can_be_taken_again_when_it_was_given_back()
    {
        using var scratch = new Scratch();
        using (FolderLock.Take(scratch["out"], Other))
        {
            var error = Assert.Throws<NotebookException>(() => FolderLock.Take(scratch["out"], Other));
            Assert.Equal($"Another run is writing to {scratch["out"]}. Wait until it has ended, or choose another folder.", error.Message);
            // Another folder is another matter.
            FolderLock.Take(scratch["else"], Other).Dispose();
        }

        FolderLock.Take(scratch["out"], Other).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(scratch["out"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("file", "");
        Assert.StartsWith($"{file} cannot be written: ", Assert.Throws<NotebookException>(() => FolderLock.Take(file, Other)).Message, StringComparison.Ordinal);
    }
}
