using System.Diagnostics;
using System.Globalization;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests.Actors;

/// <summary>A parent and its child that share memory and do to their pages what they are told; both wait in between.</summary>
internal sealed class Actors : IDisposable
{
    private readonly Process _parent;
    private readonly Dictionary<char, ulong> _starts;

    public Actors()
    {
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "actors.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _parent = Process.Start(start)!;
        var words = _parent.StandardOutput.ReadLine()!.Split(' ').Select(word => ulong.Parse(word, CultureInfo.InvariantCulture)).ToList();
        Child = new ProcFs().Process((int)words[0]);
        Parent = new ProcFs().Process(Child.Stat().ParentPid);
        _starts = new() { ['a'] = words[1], ['f'] = words[2] };
    }

    public ProcProcess Parent { get; }

    public ProcProcess Child { get; }

    /// <summary>The number of a page of region a or f.</summary>
    public ulong Page(char region, int page) => _starts[region] / (ulong)Environment.SystemPageSize + (ulong)page;

    /// <summary>"child write a 3": returns when it is done and both wait.</summary>
    public void Tell(string what)
    {
        _parent.StandardInput.WriteLine(what);
        Assert.Equal("ok", _parent.StandardOutput.ReadLine());
        Processes.AssertWaiting(Parent.Pid, Child.Pid);
    }

    /// <summary>What became of the pages of both regions when that was done, by "a3" and the like. Root is shown frames; anyone can do without.</summary>
    public Dictionary<string, PageChange> WhatChanges(bool frames, params string[] acts) => WhatChanges(Child, Parent, frames, acts);

    /// <summary>The same for the parent.</summary>
    public Dictionary<string, PageChange> WhatChangesForTheParent(bool frames, params string[] acts) => WhatChanges(Parent, Child, frames, acts);

    private Dictionary<string, PageChange> WhatChanges(ProcProcess one, ProcProcess other, bool frames, string[] acts)
    {
        var before = one.Pages(frames);
        foreach (var act in acts) Tell(act);
        var changes = PageChanges.Between(before, one.Pages(frames), frames ? null : other.Pages());
        var found = new Dictionary<string, PageChange>();
        foreach (var (region, count) in new[] { ('a', 64), ('f', 16) })
        {
            for (var page = 0; page < count; page++)
            {
                var number = Page(region, page);
                var change = changes.Spans.FirstOrDefault(span => number - span.FirstPage < span.Count).Change;
                if (change != PageChange.None) found.Add($"{region}{page}", change);
            }
        }

        return found;
    }

    public void Dispose()
    {
        _parent.StandardInput.Close();
        if (!_parent.WaitForExit(TimeSpan.FromSeconds(10))) _parent.Kill(entireProcessTree: true);
        _parent.Dispose();
    }
}
