using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>The first cells of a notebook that opens a laboratory.</summary>
internal static class LaboratoryCells
{
    /// <summary>Runs the notebooks' set-up file and opens a laboratory of CPython, <c>lab</c>; the test ends here where CPython is missing.</summary>
    public static void Open(KernelClient client)
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var folder = Path.Combine(Source.Root, "notebooks");
        string[] cells =
        [
            $"System.IO.Directory.SetCurrentDirectory(@\"{folder}\");",
            $"#!import {Path.Combine(folder, "setup.dib")}",
            "var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = 1000 });",
        ];
        foreach (var cell in cells)
        {
            var run = client.Execute(cell);
            Assert.True(run.Status == "ok", run.Reply.ToJsonString());
        }
    }
}
