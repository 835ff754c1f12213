using TextMateSharp.Grammars;
using TextMateSharp.Registry;

namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>
/// Splits code into tokens with the grammars of VS Code. A grammar is made of regular expressions, and some code makes some of them run for ever: each block has
/// a time limit.
/// </summary>
internal sealed class Highlighter(TimeSpan limit)
{
    private readonly HashSet<string> _given = [];
    private Grammars? _grammars;

    /// <summary>A highlighter that gives each block two seconds; one of a hundred lines takes some milliseconds, the first of a language up to 0.2 s.</summary>
    public Highlighter()
        : this(TimeSpan.FromSeconds(2))
    {
    }

    /// <summary>The tokens of each line; null when the language is not known, the time was up, or this machine cannot load the library of regular expressions.</summary>
    /// <param name="source">The code.</param>
    /// <param name="language">What the language is called: a name, an id, or an extension.</param>
    public IReadOnlyList<IReadOnlyList<CodeToken>>? Tokens(string source, string language)
    {
        if (_given.Contains(language)) return null;
        var grammars = _grammars ??= new Grammars();
        IReadOnlyList<IReadOnlyList<CodeToken>>? tokens = null;
        using var stop = new CancellationTokenSource();
        var cancel = stop.Token;
        // A thread of its own, since native code cannot be interrupted: it is left behind, and ends with the process at the latest.
        var work = new Thread(() => tokens = grammars.Tokens(source, language, limit, cancel)) { IsBackground = true };
        work.Start();
        if (work.Join(limit)) return tokens;
        stop.Cancel();
        // The grammars may still be in use there. The language is not tried again, so that a book of many such blocks is written all the same.
        _given.Add(language);
        _grammars = null;
        return null;
    }

    private sealed class Grammars
    {
        private readonly Dictionary<string, string> _scopes;
        private readonly Registry _registry;

        public Grammars()
        {
            var options = new RegistryOptions(ThemeName.LightPlus);
            _scopes = Languages.Scopes(options);
            _registry = new Registry(options);
        }

        public List<IReadOnlyList<CodeToken>>? Tokens(string source, string language, TimeSpan limit, CancellationToken cancel)
        {
            try
            {
                if (!_scopes.TryGetValue(language, out var scope) || _registry.LoadGrammar(scope) is not { } grammar) return null;
                var lines = new List<IReadOnlyList<CodeToken>>();
                IStateStack? state = null;
                foreach (var line in source.Split('\n'))
                {
                    if (cancel.IsCancellationRequested) return null;
                    var result = grammar.TokenizeLine(line, state, limit);
                    state = result.RuleStack;
                    List<CodeToken> tokens = [.. result.Tokens.Select(token => Token(line, token)).Where(token => token.Text.Length > 0)];
                    // A line that took all the time has no tokens from there on.
                    if (tokens.Sum(token => token.Text.Length) != line.Length) return null;
                    lines.Add(tokens);
                }
                return lines;
            }
            catch (Exception)
            {
                // A grammar with a fault, or no libonigwrap for this system (it is in the package for glibc and musl, x64 and arm64). Colours are not worth a page.
                return null;
            }
        }

        private static CodeToken Token(string line, IToken token)
        {
            var text = line[Math.Min(token.StartIndex, line.Length)..Math.Min(token.EndIndex, line.Length)];
            return new(text, TokenClass.Of(token.Scopes, text));
        }
    }
}
