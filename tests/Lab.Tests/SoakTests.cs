using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Many cells, many children: what is lost or left a little each time shows here.</summary>
public class SoakTests
{
    private const int Laboratories = 4, Cells = 10;

    // COW_SOAK says how many in each laboratory; CONTRIBUTING names the command.
    private static readonly int Children = int.Parse(Environment.GetEnvironmentVariable("COW_SOAK") ?? "15", CultureInfo.InvariantCulture);

    // What the runtime of this process opens by the way; a descriptor lost with every child would be more.
    private const int Slack = 5;

    [Fact(Timeout = 900_000)]
    public async Task Hundreds_of_cells_over_many_children_neither_hang_nor_crash_nor_leave_anything()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var cancel = TestContext.Current.CancellationToken;
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var (pids, folders, descriptors) = (new List<int>(), new List<string>(), new List<int>());
        for (var number = 0; number < Laboratories; number++)
        {
            try
            {
                await RunLaboratoryAsync(isCSharp: number % 2 == 0, random, pids, folders, cancel);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}", failure);
            }

            await Survivors.AssertNoneAsync([.. pids]);
            await Survivors.AssertNoChildrenAsync();
            descriptors.Add(Directory.GetFileSystemEntries("/proc/self/fd").Length);
        }

        Assert.Equal(Laboratories * (Children + 1), pids.Count);
        Assert.DoesNotContain(folders, Directory.Exists);
        // After one of each language all that is opened for good is open.
        Assert.InRange(descriptors[^1], 0, descriptors[1] + Slack);
    }

    private static async Task RunLaboratoryAsync(bool isCSharp, Random random, List<int> pids, List<string> folders, CancellationToken cancel)
    {
        var cells = isCSharp ? NewcomersCell.CSharp : NewcomersCell.Python;
        await using var lab = await Laboratory.OpenAsync(isCSharp ? Runtime.DotNet : Runtime.CPython(), options: new LabOptions { TimeLimit = TimeSpan.FromSeconds(30) }, cancel: cancel);
        pids.Add(lab.ParentPid);
        folders.Add(Survivors.FolderOf(lab.ParentPid));
        for (var number = 0; number < Children; number++)
        {
            // Now and then the parent goes on too.
            if (random.Next(5) == 0) await RunOneAsync(code => lab.RunAsync(code, cancel));
            await using var child = await lab.ForkAsync(cancel: cancel);
            pids.Add(child.Pid);
            for (var i = 0; i < Cells; i++) await RunOneAsync(code => child.RunAsync(code, cancel: cancel));
        }

        async Task RunOneAsync(Func<string, Task<Run>> run)
        {
            var cell = cells[random.Next(cells.Count)];
            cell.AssertRan(await run(cell.Code));
        }
    }
}
