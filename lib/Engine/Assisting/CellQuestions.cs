using System.Text.Json.Nodes;
using CowNotebooks.Engine.Execution;
using CowNotebooks.Engine.Hosting;
using CowNotebooks.Notebooks.Messages;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using LinePosition = Microsoft.DotNet.Interactive.LinePosition;

namespace CowNotebooks.Engine.Assisting;

/// <summary>Answers a front end's questions about the cell being written, each by the kernel of the part in which the caret stands.</summary>
/// <param name="kernels">The kernels, once they are loaded.</param>
/// <param name="session">Answers what is asked about C#, and about the <c>#!</c> lines.</param>
internal sealed class CellQuestions(Task<CompositeKernel> kernels, CSharpSession session)
{
    /// <summary>The content of the answer, as in the Jupyter protocol.</summary>
    public async Task<JsonObject> AnswerAsync(EngineRequest question)
    {
        var root = await kernels.ConfigureAwait(false);
        switch (question)
        {
            case EngineRequest.Complete asked when !CellSteps.IsCommand(LineBefore(asked.Code, asked.Position)):
                var part = Part(asked.Code, asked.Position);
                return part.IsCSharp ? await session.AnswerAsync(asked with { Code = part.Text }) : await CompleteAsync(root, part, asked.Position);
            case EngineRequest.Inspect asked:
                part = Part(asked.Code, asked.Position);
                return part.IsCSharp ? await session.AnswerAsync(asked with { Code = part.Text }) : await InspectAsync(root, part, asked.Position);
            case EngineRequest.Check asked:
                part = Part(asked.Code, asked.Code.Length);
                // Whether code of another language goes on is not known here.
                return part.IsCSharp ? await session.AnswerAsync(asked with { Code = part.Text })
                    : string.IsNullOrWhiteSpace(part.Text) ? new JsonObject { ["status"] = "incomplete", ["indent"] = "" } : new JsonObject { ["status"] = "complete" };
            default:
                return await session.AnswerAsync(question);
        }

        CellPart Part(string code, int position) => new CellSteps(root).At(code, code.AsSpan(0, position).Count('\n'));
    }

    private static async Task<JsonObject> CompleteAsync(CompositeKernel root, CellPart part, int position)
    {
        var lines = SourceText.From(part.Text).Lines;
        var result = await root.SendAsync(new RequestCompletions(part.Text, At(lines, position), part.Kernel), CancellationToken.None);
        var told = result.Events.OfType<CompletionsProduced>().LastOrDefault();
        var (start, end) = told?.LinePositionSpan is { } span ? (Offset(lines, span.Start), Offset(lines, span.End)) : (WordStart(part.Text, position), position);
        return Completions.Answer((told?.Completions ?? []).Select(item => (item.InsertText, item.Kind.ToLowerInvariant())), start, end);
    }

    private static async Task<JsonObject> InspectAsync(CompositeKernel root, CellPart part, int position)
    {
        var result = await root.SendAsync(new RequestHoverText(part.Text, At(SourceText.From(part.Text).Lines, position), part.Kernel), CancellationToken.None);
        var data = new JsonObject();
        foreach (var one in result.Events.OfType<HoverTextProduced>().LastOrDefault()?.Content ?? []) data[one.MimeType] = one.Value;
        return new JsonObject { ["found"] = data.Count > 0, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private static string LineBefore(string code, int position) => code[..position].Split('\n')[^1];

    private static int WordStart(string code, int position)
    {
        while (position > 0 && (char.IsLetterOrDigit(code[position - 1]) || code[position - 1] == '_')) position--;
        return position;
    }

    private static LinePosition At(TextLineCollection lines, int position)
    {
        var at = lines.GetLinePosition(position);
        return new LinePosition(at.Line, at.Character);
    }

    private static int Offset(TextLineCollection lines, LinePosition at) => lines.GetPosition(new Microsoft.CodeAnalysis.Text.LinePosition(at.Line, at.Character));
}
