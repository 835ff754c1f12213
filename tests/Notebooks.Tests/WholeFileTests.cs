using System.Diagnostics;
using System.Runtime.Versioning;
using CowNotebooks.Tests;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>A file is replaced as a whole, and what a user has made of it stays: links, permissions, devices. What happens on a full disk is in Cow.Tests, Faults.</summary>
[SupportedOSPlatform("linux")]
public sealed class WholeFileTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Path => _scratch["a.txt"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Permissions_of_the_old_file_stay_and_a_new_one_has_those_of_any_new_file()
    {
        File.WriteAllText(Path, "old");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.WriteAllText(_scratch["ordinary"], "");
        WholeFile.Write(Path, "new");
        WholeFile.Write(_scratch["b.txt"], "new");

        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, File.GetUnixFileMode(Path));
        Assert.Equal(File.GetUnixFileMode(_scratch["ordinary"]), File.GetUnixFileMode(_scratch["b.txt"]));
    }

    [Theory]
    [InlineData("old")]
    [InlineData(null)]
    public void A_symbolic_link_stays_and_what_it_leads_to_is_written(string? old)
    {
        Directory.CreateDirectory(_scratch["elsewhere"]);
        if (old is not null) File.WriteAllText(_scratch["elsewhere/b.txt"], old);
        File.CreateSymbolicLink(_scratch["between"], "elsewhere/b.txt");
        File.CreateSymbolicLink(Path, "between");
        WholeFile.Write(Path, "new");

        Assert.Equal(("between", "elsewhere/b.txt"), (new FileInfo(Path).LinkTarget, new FileInfo(_scratch["between"]).LinkTarget));
        Assert.Equal("new", File.ReadAllText(_scratch["elsewhere/b.txt"]));
        Assert.Single(Directory.GetFiles(_scratch["elsewhere"]));
    }

    [Fact]
    public void Links_in_a_circle_and_a_folder_are_named()
    {
        File.CreateSymbolicLink(Path, "a.txt");
        Directory.CreateDirectory(_scratch["folder"]);

        Assert.Contains("cannot be written", Assert.Throws<NotebookException>(() => WholeFile.Write(Path, "new")).Message);
        Assert.Contains("It is a folder.", Assert.Throws<NotebookException>(() => WholeFile.Write(_scratch["folder"], "new")).Message);
    }

    [Fact]
    public void The_owner_of_the_old_file_stays_when_root_writes()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can give files away: run the tests as root, e.g. in the development container.");
        File.WriteAllText(Path, "old");
        Run("chown", "65534:65533", Path);
        WholeFile.Write(Path, "new");

        Assert.Equal("65534:65533\n", Run("stat", "-c", "%u:%g", Path));
    }

    [Fact]
    public async Task A_pipe_gets_the_content_and_stays_a_pipe()
    {
        Run("mkfifo", Path);
        var read = Task.Run(() => File.ReadAllText(Path), TestContext.Current.CancellationToken);
        WholeFile.Write(Path, "new");

        Assert.Equal("new", await read.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal("fifo\n", Run("stat", "-c", "%F", Path));
    }

    [Fact]
    public void A_full_device_is_named_and_stays()
    {
        var error = Assert.Throws<NotebookException>(() => WholeFile.Write("/dev/full", "new"));

        Assert.StartsWith("/dev/full cannot be written: No space left on device", error.Message);
        Assert.Equal("character special file\n", Run("stat", "-c", "%F", "/dev/full"));
    }

    [Fact]
    public void What_a_killed_writer_has_left_is_removed_and_what_another_one_writes_or_has_another_name_is_not()
    {
        const int none = int.MaxValue;
        using var sleeping = Process.Start("sleep", ["600"]);
        try
        {
            string[] kept = [$"a.txt.{sleeping.Id}-1.unfinished", $"b.txt.{none}-1.unfinished", $"a.txt.{none}.unfinished", "a.txt.x-y.unfinished", $"a.txt.{none}-1.part"];
            foreach (var name in kept.Append($"a.txt.{none}-1.unfinished")) File.WriteAllText(_scratch[name], "half");
            WholeFile.Write(Path, "new");

            Assert.Equal(kept.Append("a.txt").Order(StringComparer.Ordinal), Directory.GetFiles(_scratch.Folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            sleeping.Kill();
        }
    }

    [Fact]
    public void What_a_writer_of_another_PID_namespace_is_at_stays()
    {
        using var busy = new FileStream(_scratch[$"a.txt.{int.MaxValue}-1.unfinished"], FileMode.CreateNew, FileAccess.Write, FileShare.None);
        WholeFile.Write(Path, "new");

        Assert.Equal(2, Directory.GetFiles(_scratch.Folder).Length);
    }

    [Fact]
    public void Many_threads_write_one_file_and_it_is_whole_at_every_moment()
    {
        WholeFile.Write(Path, new string('0', 100_000));
        var done = 0;
        Parallel.Invoke(
            () =>
            {
                Parallel.For(0, 200, i => WholeFile.Write(Path, new string((char)('a' + (i % 26)), 100_000)));
                Volatile.Write(ref done, 1);
            },
            () =>
            {
                while (Volatile.Read(ref done) == 0)
                {
                    var text = File.ReadAllText(Path);
                    Assert.Equal(100_000, text.Length);
                    Assert.Equal(text[0], Assert.Single(text.Distinct()));
                }
            });

        Assert.Single(Directory.GetFiles(_scratch.Folder));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
