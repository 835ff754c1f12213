using System.Diagnostics;
using CowNotebooks.Notebooks.Book;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>A page that cannot be finished keeps nobody waiting.</summary>
public class BookLimitTests
{
    [Fact]
    public async Task A_page_that_does_not_finish_is_named_and_the_others_are_written()
    {
        using var scratch = new Scratch();
        var pages = new[] { "a", "b", "c" }.Select(name => Page(scratch, name, name == "b" ? "[nobody writes into this](pipe)" : "fine")).ToList();
        MakePipe(scratch["pipe"]);
        var seen = new List<string>();
        var book = BookFolder.Open(scratch["book"], new BookOptions("B"));
        var written = await book.WriteAsync(pages, TimeSpan.FromSeconds(2), seen.Add, TestContext.Current.CancellationToken);
        Assert.Equal(["b.html"], written.Unfinished);
        Assert.Equal(scratch["book/index.html"], written.Index);
        Assert.Equal(["a.html", "b.html", "c.html"], seen.Distinct());
        Assert.Contains("fine", File.ReadAllText(scratch["book/c.html"]));
        Assert.Contains("This page was not finished in 2 s", File.ReadAllText(scratch["book/b.html"]));
        Assert.Contains("About b", File.ReadAllText(written.Index));
    }

    [Fact]
    public async Task Whoever_cancels_does_not_wait_for_a_page()
    {
        using var scratch = new Scratch();
        MakePipe(scratch["pipe"]);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writing = BookFolder.Open(scratch["book"], new BookOptions("B")).WriteAsync([Page(scratch, "a", "[x](pipe)")], cancel: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task Work_that_ends_gives_its_value_or_its_error()
    {
        var limit = TimeSpan.FromMinutes(5);
        Assert.Equal("done", await LimitedWork.DoAsync(() => "done", limit, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<TimeoutException>(() => LimitedWork.DoAsync<string>(() => throw new TimeoutException("its own"), limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_endless_loop_is_left_alone_when_its_time_is_over()
    {
        var stop = false;
        var value = await LimitedWork.DoAsync(
            () =>
            {
                while (!Volatile.Read(ref stop)) Thread.SpinWait(1000);
                return "late";
            },
            TimeSpan.FromMilliseconds(200),
            TestContext.Current.CancellationToken);
        Volatile.Write(ref stop, true);
        Assert.Null(value);
    }

    private static BookPage Page(Scratch scratch, string name, string prose) => new(name, Notebooks.Of([Notebooks.Markdown($"# About {name}\n\n{prose}")]), scratch.Folder);

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
