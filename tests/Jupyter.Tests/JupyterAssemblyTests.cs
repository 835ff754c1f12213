namespace CowNotebooks.Jupyter.Tests;

public class JupyterAssemblyTests
{
    [Fact]
    public void The_process_that_talks_with_front_ends_needs_neither_the_engine_nor_a_compiler()
    {
        var references = typeof(JupyterKernel).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();
        Assert.Contains("CowNotebooks.Notebooks", references);
        Assert.DoesNotContain(references, name => name == "CowNotebooks.Engine" || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }
}
