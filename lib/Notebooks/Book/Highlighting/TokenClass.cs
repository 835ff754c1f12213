namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>The few CSS classes of book.css for the many scopes that TextMate's grammars give to a piece of code.</summary>
internal static class TokenClass
{
    // A scope and those that begin with it and a dot. The first that fits the innermost scope decides. See "naming conventions" in TextMate's manual.
    private static readonly (string Scope, string? Class)[] Classes =
    [
        ("comment", "comment"),
        ("string", "string"),
        ("punctuation.definition.string", "string"),
        ("storage.type.string", "string"),
        ("constant", "constant"),
        ("keyword.operator", null),
        ("keyword.other.unit", "constant"),
        ("keyword", "keyword"),
        ("storage", "keyword"),
        ("variable.language", "keyword"),
        ("markup.heading", "keyword"),
        ("entity.name.function", "function"),
        ("support.function", "function"),
        ("entity.name.tag", "type"),
        ("entity.name.type", "type"),
        ("entity.name.class", "type"),
        ("entity.other", "type"),
        ("support.type", "type"),
        ("support.class", "type"),
        ("markup.inserted", "inserted"),
        ("markup.deleted", "deleted"),
    ];

    // Code inside a string is not the string.
    private static readonly string[] Embedding = ["source", "meta.embedded", "meta.interpolation", "meta.template.expression"];

    /// <summary>The class, or null for code in the colour of the text.</summary>
    /// <param name="scopes">The scopes, the outermost first.</param>
    /// <param name="text">The piece of code.</param>
    public static string? Of(List<string> scopes, ReadOnlySpan<char> text)
    {
        for (var at = scopes.Count - 1; at > 0; at--)
        {
            var scope = scopes[at];
            // "and" and "new" are operators to a grammar, and words to a reader.
            if (Is(scope, "keyword.operator") && text.Length > 0 && char.IsAsciiLetter(text[0])) return "keyword";
            foreach (var (name, its) in Classes)
            {
                if (Is(scope, name)) return its;
            }
            if (Embedding.Any(name => Is(scope, name))) return null;
        }
        return null;
    }

    private static bool Is(string scope, string name) =>
        scope.StartsWith(name, StringComparison.Ordinal) && (scope.Length == name.Length || scope[name.Length] == '.');
}
