using System.Globalization;
using CowNotebooks.Interactive.Cells;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Interactive;

/// <summary>
/// Cells that run in the parent and in the child of the laboratory that was opened last, in the language of that parent, in any notebook engine that is made of
/// .NET Interactive:
/// <code>
/// #!parent                                             runs in the parent
/// #!child [--slices K] [--predict NAME [--word WORD]]    runs in the child; the first one forks it,
///         [--new] [--recorded FILE]                      and --new forks a fresh one
/// #!fork                                               forks a fresh child
/// </code>
/// </summary>
public static class LaboratoryKernels
{
    private const string ForkDirective = "#!fork";

    /// <summary>Adds the cells to a notebook engine, and tells it how the types of these libraries are shown. Doing it again changes nothing.</summary>
    /// <param name="root">The engine: <c>Microsoft.DotNet.Interactive.Kernel.Root</c>.</param>
    /// <exception cref="ArgumentException">It is a single language and takes no others.</exception>
    public static void AddTo(Kernel root)
    {
        if (root is not CompositeKernel engine) throw new ArgumentException("Cells of parent and child need an engine that takes further languages: give Kernel.Root.", nameof(root));
        ShowTypes();
        if (engine.FindKernelByName(ParentKernel.KernelName) is not null) return;
        var bench = new Bench();
        engine.RegisterForDisposal(bench);
        CellKernel[] kernels = [new ParentKernel(bench), new ChildKernel(bench)];
        foreach (var kernel in kernels) engine.Add(kernel.UseValueSharing());
        engine.AddDirective(new KernelActionDirective(ForkDirective, "Forks a fresh child, for the #!child cells that follow."), (command, context) => ForkAsync(bench, command, context));
    }

    private static Task ForkAsync(Bench bench, KernelCommand command, KernelInvocationContext context) => CellFailure.GuardAsync(command, context, async () =>
    {
        if (Bench.Laboratory is { Recorded: not null } elsewhere)
        {
            context.DisplayAs(Bench.NotRun(elsewhere), PlainTextFormatter.MimeType);
            return;
        }

        var child = await bench.InTurnAsync(lab => bench.ForkAsync(lab, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
        var sentence = string.Create(CultureInfo.InvariantCulture, $"Forked child {child.Pid}{(child.ForkTime.Value is { } took ? Invariant($" in {took.Nanoseconds / 1e6:0.0} ms") : "")}.");
        context.DisplayAs(sentence, PlainTextFormatter.MimeType);
    });

    private static void ShowTypes()
    {
        var mimeTypes = new Dictionary<Type, List<string>>();
        ForeignTypes.Register((type, write, mimeType) =>
        {
            Formatter.Register(type, write, mimeType);
            if (!mimeTypes.TryGetValue(type, out var all)) mimeTypes[type] = all = [];
            all.Add(mimeType);
        });
        foreach (var (type, all) in mimeTypes) Formatter.SetPreferredMimeTypesFor(type, [.. all]);
    }
}
