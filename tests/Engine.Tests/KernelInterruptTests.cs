using CowNotebooks.Notebooks.Running;
using CowNotebooks.Notebooks.Tests;
using static CowNotebooks.Engine.Tests.Interrupts;

namespace CowNotebooks.Engine.Tests;

/// <summary>Interrupts of cells that a kernel of .NET Interactive runs.</summary>
public class KernelInterruptTests
{
    // A kernel whose cells end when they are cancelled, and not before.
    private const string Endless = """
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        class Endless : Kernel, IKernelCommandHandler<SubmitCode>
        {
            public static int Begun, Ended;
            public Endless() : base("endless") { }
            public async Task HandleAsync(SubmitCode command, KernelInvocationContext context)
            {
                System.Threading.Interlocked.Increment(ref Begun);
                Console.WriteLine("begun");
                var end = new TaskCompletionSource();
                using var _ = context.CancellationToken.Register(() => end.SetResult());
                if (command.Code.Contains("says")) context.CancellationToken.Register(() => context.Fail(command, null, "All that it held is lost."));
                if (command.Code.Contains("throws")) context.CancellationToken.Register(() => throw new InvalidOperationException("no way out"));
                await end.Task.ConfigureAwait(false);
                System.Threading.Interlocked.Increment(ref Ended);
            }
        }
        ((CompositeKernel)Kernel.Root).Add(new Endless());
        """;

    [Fact]
    public async Task An_interrupt_is_never_lost_however_soon_it_comes()
    {
        await using var engine = await StartWithKernelAsync();
        for (var time = 0; time < 4 * Times; time++)
        {
            var running = Engines.RunAsync(engine, "cell 2", "#!endless\nx", Engines.Limit);
            await Task.Delay(Random.Shared.Next(20), TestContext.Current.CancellationToken);
            await engine.InterruptAsync();
            Assert.Equal("Interrupted", (await running).Error?.Name);
            // One that is cancelled before it has begun may still be on its way out.
            Assert.Equal("True", (await Engines.RunAsync(engine, "cell 3", "while (Endless.Ended < Endless.Begun) await Task.Delay(1);\nEndless.Ended == Endless.Begun", Engines.Limit)).Value);
        }
    }

    [Fact]
    public async Task What_the_kernel_says_of_its_cell_is_the_error_and_nothing_else()
    {
        await using var engine = await StartWithKernelAsync();
        var said = await InterruptAsync(engine, "#!endless\nsays");
        Assert.Equal("All that it held is lost.", said.Error!.Message);
        Assert.DoesNotContain(said.Outputs, output => output["data"] is not null);
        said = await InterruptAsync(engine, "#!endless\nx");
        Assert.Equal("Cell 2 was interrupted. What the cells before it declared is kept.", said.Error!.Message);
    }

    [Fact]
    public async Task A_kernel_that_throws_when_it_is_cancelled_does_not_end_the_engine()
    {
        await using var engine = await StartWithKernelAsync();
        var said = await InterruptAsync(engine, "#!endless\nthrows");
        Assert.Contains("no way out", said.Error!.Message);
    }

    private static async Task<EngineProcess> StartWithKernelAsync()
    {
        var engine = await StartAsync(Path.GetTempPath());
        Assert.Null((await Engines.RunAsync(engine, "kernel", Endless, Engines.Limit)).Error);
        return engine;
    }
}
