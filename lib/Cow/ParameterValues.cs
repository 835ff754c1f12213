using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow;

/// <summary>What <c>-p Name=value</c> sets, in each notebook that declares the name.</summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<string, string> values;

    private ParameterValues(Dictionary<string, string> values) => this.values = values;

    /// <exception cref="UsageException">One has no <c>=</c> or no name.</exception>
    public static ParameterValues Parse(IReadOnlyList<string> typed)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in typed)
        {
            var equals = pair.IndexOf('=');
            if (equals < 1) throw new UsageException($"-p {pair} sets nothing. Write -p Name=value.");
            values[pair[..equals].Trim()] = pair[(equals + 1)..];
        }
        return new ParameterValues(values);
    }

    /// <exception cref="UsageException">A name is declared in no notebook.</exception>
    public void CheckKnown(IReadOnlyList<Notebook> notebooks)
    {
        var known = notebooks.SelectMany(Parameters.Of).Select(parameter => parameter.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is not { } unknown) return;
        throw new UsageException(
            $"No notebook here has a parameter {unknown}. {(known.Count == 0 ? "They have none: tag a cell 'parameters', or begin a C# cell of a .dib with the line // parameters." : $"Known: {string.Join(", ", known)}.")}");
    }

    /// <exception cref="NotebookException">A value does not fit its declaration.</exception>
    public Notebook Inject(Notebook notebook)
    {
        var declared = Parameters.Of(notebook).Select(parameter => parameter.Name).ToHashSet();
        return Parameters.Inject(notebook, values.Where(value => declared.Contains(value.Key)).ToDictionary());
    }
}
