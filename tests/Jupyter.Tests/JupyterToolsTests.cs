namespace CowNotebooks.Jupyter.Tests;

public class JupyterToolsTests
{
    [Fact]
    public async Task Every_group_of_jupyter_kernel_test_passes()
    {
        var output = await Python.RunAsync(["jupyter_kernel_test"], "kernel_groups.py");
        // The pager is IPython's own payload, which the protocol calls deprecated; nothing else may be left out.
        Assert.Contains("test_pager", output);
        Assert.Equal(1, output.Split("skipped").Length - 1 - (output.Contains("(skipped=1)") ? 1 : 0));
    }

    [Fact]
    public async Task Jupyters_own_client_talks_over_unix_domain_sockets() =>
        Assert.Contains("ok", await Python.RunAsync(["jupyter_client"], "ipc.py"));
}
