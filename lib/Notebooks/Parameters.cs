using CowNotebooks.Notebooks.Ipynb;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Notebooks;

/// <summary>A variable that a run may set.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Type"><c>int</c>, <c>long</c>, <c>double</c>, <c>bool</c> or <c>string</c>; null when it is of another type, or var with no plain literal.</param>
public sealed record Parameter(string Name, string? Type);

/// <summary>
/// Parameters as in papermill: the cell tagged <c>parameters</c> declares them with defaults; a run puts a cell tagged
/// <c>injected-parameters</c> right after it (https://papermill.readthedocs.io/en/latest/usage-parameterize.html).
/// </summary>
public static class Parameters
{
    internal const string Tag = "parameters";
    private const string InjectedTag = "injected-parameters";
    private static readonly CSharpParseOptions ScriptSyntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The parameters that the notebook's parameters cell declares; empty without one.</summary>
    /// <param name="notebook">The notebook.</param>
    public static IReadOnlyList<Parameter> Of(Notebook notebook) =>
        notebook.Cells.FirstOrDefault(IsDeclaration) is { } cell
            ? [.. CSharpSyntaxTree.ParseText(cell.Source, ScriptSyntax).GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>()
                .SelectMany(field => field.Declaration.Variables.Select(variable => new Parameter(variable.Identifier.ValueText, TypeOf(field.Declaration.Type, variable))))]
            : [];

    /// <summary>The notebook with the values set; unchanged when none is given.</summary>
    /// <param name="notebook">A notebook that declares each of the names.</param>
    /// <param name="values">Name to value, the value as a person types it.</param>
    /// <exception cref="NotebookException">A name is not declared, or a value does not fit its type.</exception>
    public static Notebook Inject(Notebook notebook, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0) return notebook;
        var known = Of(notebook);
        var code = string.Join('\n', values.Select(value => Assignment(known, value.Key, value.Value)));
        return notebook.With(json =>
        {
            var cells = (System.Text.Json.Nodes.JsonArray)json["cells"]!;
            var old = notebook.Cells.FirstOrDefault(cell => cell.Tags.Contains(InjectedTag));
            if (old is not null) cells.RemoveAt(old.Position);
            var declaration = notebook.Cells.First(IsDeclaration).Position;
            if (old is not null && old.Position < declaration) declaration--;
            cells.Insert(declaration + 1, NotebookCells.Code(code, InjectedTag, KernelNames.CSharp, InjectedTag));
        });
    }

    private static bool IsDeclaration(Cell cell) => cell.Kind == CellKind.Code && cell.Tags.Contains(Tag);

    private static string Assignment(IReadOnlyList<Parameter> known, string name, string value)
    {
        var names = known.Count == 0 ? "It has none: tag a cell 'parameters'." : $"It has {string.Join(", ", known.Select(parameter => parameter.Name))}.";
        // The last declaration of a name applies, as in the cell itself.
        var parameter = known.LastOrDefault(parameter => parameter.Name == name) ?? throw new NotebookException($"The notebook has no parameter {name}.", names);
        return $"{parameter.Type} {Escaped(name)} = {ParameterValue.Literal(parameter, value)};";
    }

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"@{name}";

    private static string? TypeOf(TypeSyntax type, VariableDeclaratorSyntax variable)
    {
        if (type is NullableTypeSyntax nullable) type = nullable.ElementType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } text ? text : type;
        if (type is PredefinedTypeSyntax predefined) return ParameterValue.Types.Contains(predefined.Keyword.ValueText) ? predefined.Keyword.ValueText : null;
        if (!type.IsVar) return null;
        var value = variable.Initializer?.Value;
        if (value is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus) value = minus.Operand;
        return (value as LiteralExpressionSyntax)?.Token.Value switch
        {
            int => "int",
            long => "long",
            double => "double",
            bool => "bool",
            string => "string",
            _ => null,
        };
    }
}
