using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Engine.Assisting;

/// <summary>The symbol at a position: its declaration and its XML documentation.</summary>
internal static class Inspection
{
    public static async Task<JsonObject> OfAsync(Document document, int position)
    {
        var (model, root) = ((await document.GetSemanticModelAsync())!, (await document.GetSyntaxRootAsync())!);
        var symbols = At(model, root, position);
        var data = new JsonObject();
        if (symbols.Count > 0)
        {
            data["text/plain"] = string.Join("\n\n", symbols.Select(symbol => SymbolText.Of(symbol, isMarkdown: false)));
            data["text/markdown"] = string.Join("\n\n", symbols.Select(symbol => SymbolText.Of(symbol, isMarkdown: true)));
        }
        return new JsonObject { ["found"] = symbols.Count > 0, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    // The name at the caret or just before it; within argument brackets without a name, the method being called.
    private static IReadOnlyList<ISymbol> At(SemanticModel model, SyntaxNode root, int position)
    {
        foreach (var at in new[] { position, position - 1 })
        {
            if (at < 0 || at >= root.FullSpan.End) continue;
            var token = root.FindToken(at);
            if (!token.Span.Contains(at) || token.Parent is null) continue;
            if (token.Parent is SimpleNameSyntax or PredefinedTypeSyntax && Symbols(model, token.Parent) is { Count: > 0 } named) return named;
            if (model.GetDeclaredSymbol(token.Parent) is { } declared && token.Parent.ToString() != token.Parent.SyntaxTree.ToString()) return [declared];
        }
        var call = root.FindToken(Math.Max(0, Math.Min(position, root.FullSpan.End) - 1)).Parent?.AncestorsAndSelf()
            .FirstOrDefault(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        return call switch
        {
            InvocationExpressionSyntax invocation => Symbols(model, invocation.Expression),
            BaseObjectCreationExpressionSyntax creation => Symbols(model, creation),
            _ => [],
        };
    }

    private static IReadOnlyList<ISymbol> Symbols(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        IReadOnlyList<ISymbol> found = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return found.Count > 0 ? found : model.GetMemberGroup(node);
    }
}
