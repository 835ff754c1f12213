using CowNotebooks.Lab.Measuring;

namespace CowNotebooks.Tests;

public class SurroundingsTests
{
    [Theory]
    [InlineData("sys/kernel/mm/ksm/run", "1", "KSM runs")]
    [InlineData("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never", "Transparent huge pages are on")]
    [InlineData("proc/version", "Linux version 4.4.0 (gVisor)", "gVisor")]
    [InlineData("sys/kernel/mm/ksm/run", "0", null)]
    [InlineData("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never", null)]
    public void What_makes_figures_approximate_is_a_note_with_a_remedy(string file, string content, string? note)
    {
        var root = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            var expected = Surroundings.Notes(root).Count + (note is null ? 0 : 1);
            var path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content + "\n");

            var notes = Surroundings.Notes(root);
            Assert.Equal(expected, notes.Count);
            if (note is not null) Assert.Contains(notes, one => one.StartsWith(note, StringComparison.Ordinal) || one.Contains(note, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
