using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

public class RestartTests(ITestOutputHelper output)
{
    // COW_RESTARTS says how many; CONTRIBUTING names the command.
    private static readonly string Times = Environment.GetEnvironmentVariable("COW_RESTARTS") ?? "5";

    [Fact]
    public async Task A_kernel_that_is_restarted_again_and_again_measures_each_time_and_leaves_nothing()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        output.WriteLine(await Python.RunAsync(["jupyter_client"], "restarts.py", Path.Combine(Source.Root, "notebooks"), Times));
    }
}
