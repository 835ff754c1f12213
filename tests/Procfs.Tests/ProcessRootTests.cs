using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>Files that a process names, opened so that they cannot lead us astray.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ProcessRootTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-root-").FullName;
    private readonly ProcessRoot _root = new ProcFs().Self.OpenRoot();

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_file_of_the_process_is_opened_and_one_that_is_not_there_is_no_news()
    {
        var path = Path.Combine(_folder, "perf-1.map");
        Assert.Equal((false, ""), (_root.Open(path, isItsOwn: true).IsThere, _root.Open(path, isItsOwn: true).Why));
        File.WriteAllText(path, "x");
        using var file = _root.Open(path, isItsOwn: true).Value;
        Assert.NotNull(file);
    }

    [Fact]
    public void A_link_in_a_folder_that_others_write_to_is_refused_and_followed_elsewhere_below_the_root()
    {
        var (target, link) = (Path.Combine(_folder, "target"), Path.Combine(_folder, "perf-1.map"));
        File.WriteAllText(target, "x");
        File.CreateSymbolicLink(link, target);
        Assert.NotEmpty(_root.Open(link, isItsOwn: true).Why);
        using var file = _root.Open(link, isItsOwn: false).Value;
        Assert.NotNull(file);
    }

    [Fact]
    public void What_is_no_file_is_refused_and_does_not_block()
    {
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = Process.Start(Requires.Program("Install it (Debian: apt-get install coreutils).", "mkfifo"), pipe)) made.WaitForExit();
        Assert.Contains("is not a file", _root.Open(pipe, isItsOwn: true).Why, StringComparison.Ordinal);
        Assert.Contains("is not a file", _root.Open("/dev/zero", isItsOwn: false).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_user_is_refused()
    {
        Requires.That(OtherUser.IsPossible, "Only root can become another user: run the tests as root, e.g. in the development container.");
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        var path = Path.Combine(_folder, "perf-1.map");
        OtherUser.Run(() => File.WriteAllText(path, "x"));
        Assert.Contains("belongs to another user", _root.Open(path, isItsOwn: true).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_gone_has_no_root() => Assert.Throws<ProcVanishedException>(() => new ProcFs().Process(int.MaxValue).OpenRoot());
}
