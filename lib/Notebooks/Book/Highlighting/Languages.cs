using TextMateSharp.Grammars;

namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>What languages are called, and the scope of their grammar.</summary>
internal static class Languages
{
    // Names that people write after ``` or that kernels have, and that the grammars do not know.
    private static readonly (string Name, string Grammar)[] Further =
    [
        ("python3", "python"), ("ipython", "python"), ("ipython3", "python"), ("shell", "shellscript"), ("console", "shellscript"), ("pwsh", "powershell"),
        ("dib", "csharp"), ("polyglot-notebook", "csharp"), ("f#", "fsharp"), ("node", "javascript"), ("tsql", "sql"), ("htm", "html"),
    ];

    /// <summary>Scopes by what a language is called: its id, its other names, and the extensions of its files.</summary>
    public static Dictionary<string, string> Scopes(RegistryOptions grammars)
    {
        var scopes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var languages = grammars.GetAvailableLanguages();
        foreach (var language in languages) Add(language.Id, language);
        foreach (var language in languages)
        {
            foreach (var name in language.Aliases ?? []) Add(name, language);
            foreach (var extension in language.Extensions ?? []) Add(extension.TrimStart('.'), language);
        }
        foreach (var (name, grammar) in Further) scopes.TryAdd(name, scopes[grammar]);
        return scopes;

        void Add(string name, TextMateSharp.Grammars.Language language)
        {
            if (grammars.GetScopeByLanguageId(language.Id) is { Length: > 0 } scope) scopes.TryAdd(name, scope);
        }
    }
}
