using System.Diagnostics;
using CowNotebooks.Forking.Observing;

namespace CowNotebooks.Tests;

/// <summary>The folder of a session in a directory where everybody may write.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class SessionFolderTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void It_is_this_users_alone_and_those_of_killed_observers_go()
    {
        var left = Directory.CreateTempSubdirectory($"cow-{Ended()}-").FullName;
        // Right after it was made its observer might be about to lock it.
        Directory.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-2));
        var folder = SessionFolder.Create();

        Assert.Equal(Private, File.GetUnixFileMode(folder));
        Assert.False(Directory.Exists(left));
        SessionFolder.Remove(folder);
    }

    [Fact]
    public void That_of_an_observer_in_another_container_whose_PID_is_nobodys_here_stays_while_it_lives()
    {
        var open = Directory.CreateTempSubdirectory($"cow-{Ended()}-").FullName;
        // flock(2), as the observer holds it.
        using (new FileStream(Path.Combine(open, "alive"), FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            SessionFolder.Remove(SessionFolder.Create());
            Assert.True(Directory.Exists(open));
        }

        SessionFolder.Remove(SessionFolder.Create());
        Assert.False(Directory.Exists(open));
    }

    [Fact]
    public void What_somebody_else_has_put_there_under_such_a_name_is_not_touched()
    {
        var ended = Ended();
        var (target, link) = (Directory.CreateTempSubdirectory("cow-tests-").FullName, Path.Combine(Path.GetTempPath(), $"cow-{ended}-link"));
        var open = Directory.CreateTempSubdirectory($"cow-{ended}-").FullName;
        try
        {
            Directory.CreateSymbolicLink(link, target);
            File.WriteAllText(Path.Combine(target, "kept"), "");
            // Another user could change what is in it while it is removed.
            File.SetUnixFileMode(open, Private | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
            SessionFolder.Remove(SessionFolder.Create());

            Assert.True(File.Exists(Path.Combine(target, "kept")));
            Assert.Equal(target, new FileInfo(link).LinkTarget);
            Assert.True(Directory.Exists(open));
        }
        finally
        {
            File.Delete(link);
            Directory.Delete(target, recursive: true);
            Directory.Delete(open);
        }
    }

    /// <summary>The PID of a process that was.</summary>
    private static int Ended()
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        return process.Id;
    }
}
