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

    [Fact]
    public async Task Nbclient_executes_every_notebook_and_nbconvert_makes_a_page_of_it()
    {
        var pages = Directory.CreateTempSubdirectory("cow-jupyter-pages-");
        try
        {
            var notebooks = Directory.GetFiles(Path.Combine(CowNotebooks.Tests.Source.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).ToArray();
            // A tenth of the usual size: what the notebooks measure is judged elsewhere.
            await Python.RunAsync(["nbclient", "nbconvert"], "notebooks.py", ["100000", pages.FullName, .. notebooks]);
            Assert.Equal(notebooks.Select(Path.GetFileNameWithoutExtension), pages.GetFiles("*.html").Select(page => Path.GetFileNameWithoutExtension(page.Name)).Order(StringComparer.Ordinal));
            Assert.All(pages.GetFiles(), page => Assert.Contains("Plotly.newPlot", File.ReadAllText(page.FullName)));
        }
        finally
        {
            pages.Delete(recursive: true);
        }
    }
}
