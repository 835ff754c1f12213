using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Assisting;

/// <summary>A symbol as text for a person: its declaration, summary, parameters and result.</summary>
internal static partial class SymbolText
{
    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithParameterOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.ParameterOptions | SymbolDisplayParameterOptions.IncludeDefaultValue)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    public static string Of(ISymbol symbol, bool isMarkdown)
    {
        var text = new StringBuilder();
        var declaration = symbol.ToDisplayString(Declaration);
        text.Append(isMarkdown ? $"```csharp\n{declaration}\n```" : declaration);
        if (Documentation(symbol) is not { } xml) return text.ToString();
        Append("", xml.Element("summary"));
        foreach (var parameter in xml.Elements("param")) Append($"{Name(parameter.Attribute("name")?.Value)}: ", parameter);
        Append("Returns: ", xml.Element("returns"));
        foreach (var thrown in xml.Elements("exception")) Append($"Throws {Name(Reference(thrown))}: ", thrown);
        Append("", xml.Element("remarks"));
        return text.ToString();

        void Append(string before, XElement? element)
        {
            if (element is null || Spaces().Replace(Text(element), " ").Trim() is not { Length: > 0 } words) return;
            text.Append(isMarkdown ? "\n\n" : "\n").Append(before).Append(words);
        }

        string Name(string? name) => isMarkdown ? $"`{name}`" : name ?? "";
    }

    private static XElement? Documentation(ISymbol symbol)
    {
        try
        {
            var xml = (symbol is IMethodSymbol { ReducedFrom: { } whole } ? whole : symbol).OriginalDefinition.GetDocumentationCommentXml() is { Length: > 0 } own
                ? own : ReferencePack.Documentation(symbol.OriginalDefinition.GetDocumentationCommentId());
            return string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml.StartsWith("<member", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>");
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } link when link.IsEmpty => Reference(link),
        XElement { Name.LocalName: "para" or "br" } paragraph => $" {Text(paragraph)} ",
        XElement other => Text(other),
        _ => "",
    }));

    // cref="M:Namespace.Type.Method(System.Int32)" is shown as Type.Method.
    private static string Reference(XElement link)
    {
        if ((link.Attribute("name") ?? link.Attribute("langword") ?? link.Attribute("href")) is { } plain) return plain.Value;
        var name = (link.Attribute("cref")?.Value ?? "").Split(':').Last().Split('(')[0];
        var isType = link.Attribute("cref")?.Value.StartsWith("T:", StringComparison.Ordinal) is true;
        return string.Join('.', name.Split('.').TakeLast(isType ? 1 : 2));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
