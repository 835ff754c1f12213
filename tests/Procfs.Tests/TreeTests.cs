namespace CowNotebooks.Procfs.Tests;

/// <summary>A /proc that is a folder of files: what the live reader makes of what it finds there.</summary>
public sealed class TreeTests : IDisposable
{
    private readonly ProcFs _tree = new(Directory.CreateTempSubdirectory("proc-").FullName);

    public void Dispose() => Directory.Delete(_tree.Root, recursive: true);

    [Fact]
    public void The_pids_of_a_tree_are_listed_in_order() =>
        Assert.Equal(
            [Fixtures.KernelThread, Fixtures.Bash, Fixtures.Python, Fixtures.DotNet, Fixtures.Parentheses, Fixtures.Newline, Fixtures.Zombie],
            Fixtures.Captured.Processes());

    [Fact]
    public void The_command_line_is_split_at_its_zeros()
    {
        Assert.Equal(["/bin/bash", "-c", "read line"], Fixtures.Captured.Process(Fixtures.Bash).CommandLine());
        Assert.Empty(Fixtures.Captured.Process(Fixtures.KernelThread).CommandLine());
    }

    [Fact]
    public void A_title_without_zeros_is_one_argument()
    {
        Write("7/cmdline", "postgres: writer");

        Assert.Equal(["postgres: writer"], _tree.Process(7).CommandLine());
    }

    [Fact]
    public void A_kernel_thread_is_named_and_has_no_memory_of_its_own()
    {
        var error = Assert.Throws<ProcNoMemoryException>(() => Fixtures.Captured.Process(Fixtures.KernelThread).SmapsRollup());

        Assert.Equal("Process 2 (kthreadd) is a kernel thread and has no memory of its own.", error.Cause);
    }

    [Fact]
    public void A_zombie_has_exited()
    {
        var error = Assert.Throws<ProcVanishedException>(() => Fixtures.Captured.Process(Fixtures.Zombie).Smaps());

        Assert.Contains("has exited and waits to be reaped", error.Message);
    }

    [Fact]
    public void An_empty_file_of_a_living_process_means_that_it_is_ending()
    {
        Write("7/stat", Stat(7, parent: 1));
        Write("7/smaps_rollup", "");

        Assert.Contains("is ending", Assert.Throws<ProcVanishedException>(() => _tree.Process(7).SmapsRollup()).Cause);
    }

    [Fact]
    public void A_file_that_the_kernel_lacks_is_unsupported_while_the_process_lives()
    {
        Write("7/stat", Stat(7, parent: 1));

        var error = Assert.Throws<ProcUnsupportedException>(() => _tree.Process(7).SmapsRollup());

        Assert.Equal(Path.Combine(_tree.Root, "7/smaps"), error.Path);
        Assert.Equal(7, error.Pid);
        Assert.Throws<ProcUnsupportedException>(() => _tree.Meminfo());
    }

    [Fact]
    public void A_root_that_is_not_there_is_not_a_vanished_process()
    {
        var nowhere = new ProcFs(Path.Combine(_tree.Root, "nowhere"));

        Assert.Contains("Mount proc at", Assert.Throws<ProcUnsupportedException>(() => nowhere.Process(7).Stat()).Remedy);
        Assert.Throws<ProcUnsupportedException>(() => nowhere.Processes());
        Assert.Throws<ProcUnsupportedException>(() => nowhere.Meminfo());
    }

    [Fact]
    public void Children_are_gathered_from_every_thread()
    {
        Write("7/task/7/children", "12 10 ");
        Write("7/task/8/children", "11 ");
        Write("7/task/9/children", "");

        Assert.Equal([10, 11, 12], _tree.Process(7).Children());
    }

    [Fact]
    public void A_kernel_without_lists_of_children_is_asked_for_every_parent()
    {
        Directory.CreateDirectory(Path.Combine(_tree.Root, "7/task/7"));
        Write("7/stat", Stat(7, parent: 1));
        Write("10/stat", Stat(10, parent: 7));
        Write("11/stat", Stat(11, parent: 10));
        Write("12/stat", Stat(12, parent: 7));

        Assert.Equal([10, 12], _tree.Process(7).Children());
    }

    [Fact]
    public void A_list_of_children_that_holds_no_pids_is_malformed()
    {
        Write("7/task/7/children", "12 -3 ");

        Assert.Throws<ProcMalformedException>(() => _tree.Process(7).Children());
    }

    [Fact]
    public void A_file_larger_than_any_buffer_is_read_whole()
    {
        Write("7/maps", string.Concat(Enumerable.Range(0, 100_000).Select(page => $"{0x7f0000000000 + page * 0x1000L:x}-{0x7f0000001000 + page * 0x1000L:x} rw-p 00000000 00:00 0 \n")));

        Assert.Equal(100_000, _tree.Process(7).Maps().Count);
    }

    [Fact]
    public void A_page_map_is_read_from_the_page_asked_for()
    {
        Directory.CreateDirectory(Path.Combine(_tree.Root, "7"));
        File.WriteAllBytes(Path.Combine(_tree.Root, "7/pagemap"), [.. Enumerable.Range(0, 10).SelectMany(page => BitConverter.GetBytes((ulong)page))]);
        Write("7/stat", Stat(7, parent: 1));
        var entries = new PagemapEntry[4];

        Assert.Equal(4, _tree.Process(7).Pagemap(3, entries));
        Assert.Equal([3UL, 4, 5, 6], entries.Select(entry => entry.Raw));
        Assert.Equal(2, _tree.Process(7).Pagemap(8, entries));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_tree.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Stat(int pid, int parent) => $"{pid} (x) S {parent} 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 100 4096 1\n";
}
