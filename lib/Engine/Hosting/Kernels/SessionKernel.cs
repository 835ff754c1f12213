using System.Text.Json.Nodes;
using CowNotebooks.Engine.Execution;
using CowNotebooks.Notebooks.Messages;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;

namespace CowNotebooks.Engine.Hosting.Kernels;

/// <summary>The kernel <c>csharp</c>: .NET Interactive's commands for C#, carried out by our session.</summary>
internal sealed class SessionKernel : Kernel,
    IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestCompletions>, IKernelCommandHandler<RequestHoverText>, IKernelCommandHandler<RequestDiagnostics>,
    IKernelCommandHandler<RequestValue>, IKernelCommandHandler<RequestValueInfos>, IKernelCommandHandler<SendValue>
{
    private readonly CSharpSession _session;
    private readonly string _folder;

    /// <param name="session">What compiles and runs the code.</param>
    /// <param name="folder">The folder to which paths in submissions of unknown origin are relative.</param>
    public SessionKernel(CSharpSession session, string folder)
        : base(Languages.CSharp)
    {
        (_session, _folder) = (session, folder);
        KernelInfo.LanguageName = "C#";
        KernelInfo.LanguageVersion = LanguageVersion.CSharp14.ToDisplayString();
        KernelInfo.DisplayName = $"{KernelInfo.LocalName} - C# Script";
        KernelInfo.Description = "Compile and run C# Script";
    }

    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Publish(new CodeSubmissionReceived(command));
        // Code that a cell, an extension or a library has submitted stops with the cell.
        var source = CellSource.Of(command) ?? new CellSource("submitted code", command.Code, _folder, CellSource.InterruptOf(command.Parent));
        var (code, extensions, error) = await _session.FollowAsync(source.Place, command.Code, source.Text, source.Folder, source.Interrupt).ConfigureAwait(false);
        foreach (var extension in extensions) await Extensions.LoadAsync(extension, _session.Load, RootKernel, context).ConfigureAwait(false);
        error ??= await _session.ExecuteAsync(source.Place, code, source.Text, Returned, Warned, source.Interrupt).ConfigureAwait(false);
        if (error is not null) context.Fail(command, new CellFailedException(error), string.Join('\n', error.Traceback));

        void Warned(string line)
        {
            if (!source.IsImported) DisplaySink.Emit(new EngineEvent.Stream("stderr", $"{line}\n"));
        }

        void Returned(object? value) => context.Publish(new ReturnValueProduced(value, command, value switch
        {
            null => [new FormattedValue("text/plain", Formatter.NullString)],
            FormattedValue one => [one],
            IEnumerable<FormattedValue> several => [.. several],
            _ => FormattedValue.CreateManyFromObject(value),
        }));
    }

    async Task IKernelCommandHandler<RequestCompletions>.HandleAsync(RequestCompletions command, KernelInvocationContext context)
    {
        var answer = await _session.AnswerAsync(new EngineRequest.Complete(command.Code, Offset(command))).ConfigureAwait(false);
        var items = answer["metadata"]!["_jupyter_types_experimental"]!.AsArray().Select(item => new CompletionItem(item!["text"]!.ToString(), item["type"]!.ToString()));
        context.Publish(new CompletionsProduced([.. items], command));
    }

    async Task IKernelCommandHandler<RequestHoverText>.HandleAsync(RequestHoverText command, KernelInvocationContext context)
    {
        var answer = await _session.AnswerAsync(new EngineRequest.Inspect(command.Code, Offset(command))).ConfigureAwait(false);
        if (answer["data"] is JsonObject { Count: > 0 } data)
            context.Publish(new HoverTextProduced(command, [.. data.Select(item => new FormattedValue(item.Key, item.Value!.ToString()))]));
    }

    Task IKernelCommandHandler<RequestDiagnostics>.HandleAsync(RequestDiagnostics command, KernelInvocationContext context)
    {
        var found = _session.Check(command.Code);
        if (found.Count > 0)
        {
            context.Publish(new DiagnosticsProduced(
                [.. found.Select(Diagnostic.FromCodeAnalysisDiagnostic)], [.. found.Select(one => new FormattedValue("text/plain", one.ToString()))], command));
        }
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValue>.HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        if (_session.Variables.TryGetValue(command.Name, out var variable))
            context.Publish(new ValueProduced(variable.Value, command.Name, new FormattedValue(command.MimeType, variable.Value.ToDisplayString(command.MimeType)), command));
        else
            context.Fail(command, message: $"There is no variable {command.Name} in kernel {Name}.");
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValueInfos>.HandleAsync(RequestValueInfos command, KernelInvocationContext context)
    {
        var infos = _session.Variables.Select(one => new KernelValueInfo(one.Key, FormattedValue.CreateSingleFromObject(one.Value.Value, command.MimeType), one.Value.Type));
        context.Publish(new ValueInfosProduced([.. infos], command));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<SendValue>.HandleAsync(SendValue command, KernelInvocationContext context) =>
        SetValueAsync(command, context, (name, value, type) => _session.SetAsync(name, value, type ?? value?.GetType() ?? typeof(object)));

    private static int Offset(LanguageServiceCommand command)
    {
        var position = new Microsoft.CodeAnalysis.Text.LinePosition(command.LinePosition.Line, command.LinePosition.Character);
        return SourceText.From(command.Code).Lines.GetPosition(position);
    }
}
