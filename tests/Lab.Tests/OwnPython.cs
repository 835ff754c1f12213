using CowNotebooks.Lab;
using Mono.Unix.Native;

namespace CowNotebooks.Tests;

/// <summary>CPython's parent as somebody's own, with a catalogue of nothing but some settings.</summary>
internal static class OwnPython
{
    /// <summary>Writes it to a folder.</summary>
    public static Runtime In(string folder, params (string Name, string RunsIn, string Code)[] settings)
    {
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        File.Copy(Path.Combine(Source.Root, "lib/Parents/python/parent.py"), Path.Combine(folder, "parent.py"));
        var catalogue = Directory.CreateDirectory(Path.Combine(folder, "catalogue/settings")).FullName;
        foreach (var (name, runsIn, code) in settings) File.WriteAllText(Path.Combine(catalogue, $"{name}.py"), $"# A setting.\n# runs in: {runsIn}\n{code}\n");
        var program = Path.Combine(folder, "mine");
        File.WriteAllText(program, $"#!/bin/sh\nexec {python} -E -s -S -B {folder}/parent.py \"$@\"\n");
        Assert.Equal(0, Syscall.chmod(program, FilePermissions.S_IRWXU));
        return Runtime.Parse(program);
    }
}
