using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>
/// Writes a check for interrupts into a cell, at the head of each loop's body, each method's and local function's, each lambda's, and before each goto:
/// <code>
///  while (x) F();        while (x) {check; F();}
///  int F(int n) => n;    int F(int n) {check;return n;}
///  list.Any(n => n > 1)  list.Any(n => {check;return n > 1;})
/// </code>
/// Lines stay where they are. Lambdas of an expression tree stay as they are, since they are data to whoever gets them.
/// </summary>
internal sealed class InterruptChecks : CSharpSyntaxWalker
{
    private const string Helper = "global::CowNotebooks.Engine." + nameof(CellInterrupt);
    private const string Check = $"if({Helper}.{nameof(CellInterrupt.IsDue)}){Helper}.{nameof(CellInterrupt.Stop)}();";

    private readonly List<(int Position, int Replaced, string Text)> _changes = [];
    private readonly SemanticModel? _meaning;

    private InterruptChecks(SemanticModel? meaning) => _meaning = meaning;

    /// <summary>Whether <see cref="Of"/> needs to know what the code means: whether a lambda is a tree, and whether it has a value.</summary>
    public static bool NeedMeaning(SyntaxNode root) => root.DescendantNodes().Any(node => node is LambdaExpressionSyntax);

    /// <summary>The code with its checks.</summary>
    /// <param name="root">The code, without syntax errors.</param>
    /// <param name="meaning">What it means; null when it has no lambda.</param>
    public static string Of(CompilationUnitSyntax root, SemanticModel? meaning)
    {
        var checks = new InterruptChecks(meaning);
        checks.Visit(root);
        var (source, text, at) = (root.ToFullString(), new StringBuilder(), 0);
        // Stable: of two insertions at one place the outer node's comes first, and two ends at one place are the same.
        foreach (var (position, replaced, inserted) in checks._changes.OrderBy(change => change.Position))
        {
            text.Append(source, at, position - at).Append(inserted);
            at = position + replaced;
        }
        return text.Append(source, at, source.Length - at).ToString();
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node.Statement, () => base.VisitWhileStatement(node));

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node.Statement, () => base.VisitDoStatement(node));

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node.Statement, () => base.VisitForStatement(node));

    public override void VisitForEachStatement(ForEachStatementSyntax node) => Loop(node.Statement, () => base.VisitForEachStatement(node));

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) => Loop(node.Statement, () => base.VisitForEachVariableStatement(node));

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        // As the whole body of a loop it has a check already.
        if (node.Parent is not (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)) Wrap(node, Check, "");
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        Body(node.Body, node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitMethodDeclaration(node);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        Body(node.Body, node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitLocalFunctionStatement(node);
    }

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        Body(node.Body, node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
        base.VisitOperatorDeclaration(node);
    }

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Head(node.Block);
        base.VisitAnonymousMethodExpression(node);
    }

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Lambda(node, () => base.VisitParenthesizedLambdaExpression(node));

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, () => base.VisitSimpleLambdaExpression(node));

    // Its clauses are lambdas that may be trees; nothing in them may change.
    public override void VisitQueryExpression(QueryExpressionSyntax node)
    {
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (!ShowsItsArguments(node)) base.VisitInvocationExpression(node);
    }

    private void Loop(StatementSyntax body, Action inner)
    {
        if (body is BlockSyntax block) Head(block);
        else Wrap(body, Check, "");
        inner();
    }

    private void Lambda(LambdaExpressionSyntax node, Action inner)
    {
        if (_meaning!.GetTypeInfo(node).ConvertedType is not { TypeKind: TypeKind.Delegate }) return;
        if (node.Block is { } block) Head(block);
        else if (node.ExpressionBody is { } value and not ThrowExpressionSyntax && _meaning.GetSymbolInfo(node).Symbol is IMethodSymbol method)
            Wrap(value, Check + (HasValue(method) ? "return " : ""), ";");
        inner();
    }

    private void Body(BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, TypeSyntax returned, SyntaxTokenList modifiers)
    {
        if (block is not null) Head(block);
        if (arrow is null or { Expression: ThrowExpressionSyntax }) return;
        var hasValue = modifiers.Any(SyntaxKind.AsyncKeyword)
            ? returned is GenericNameSyntax or QualifiedNameSyntax { Right: GenericNameSyntax }
            : returned is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        _changes.Add((arrow.ArrowToken.SpanStart, arrow.ArrowToken.Span.Length, $"{{{Check}{(hasValue ? "return " : "")}"));
        _changes.Add((semicolon.Span.End, 0, "}"));
    }

    private static bool HasValue(IMethodSymbol lambda) =>
        !lambda.ReturnsVoid && !(lambda.IsAsync && lambda.ReturnType is INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" });

    // CallerArgumentExpression gives the called method the text of an argument.
    private bool ShowsItsArguments(InvocationExpressionSyntax node) =>
        node.ArgumentList.DescendantNodes().Any(inner => inner is AnonymousFunctionExpressionSyntax)
        && _meaning?.GetSymbolInfo(node).Symbol is IMethodSymbol called
        && called.Parameters.Any(parameter => parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CallerArgumentExpressionAttribute"));

    private void Head(BlockSyntax block) => _changes.Add((block.OpenBraceToken.Span.End, 0, Check));

    private void Wrap(SyntaxNode node, string before, string after)
    {
        _changes.Add((node.SpanStart, 0, $"{{{before}"));
        _changes.Add((node.Span.End, 0, $"{after}}}"));
    }
}
