using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Cells;

namespace CowNotebooks.Lab;

/// <content>Variables of the parent's cells, seen and set from here.</content>
public sealed partial class Laboratory
{
    /// <summary>Gives variables to all cells of the parent, and of the children that it forks from now on.</summary>
    /// <param name="values">By name: <c>new { Size }</c>, or a dictionary.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">A value is of a type that cells of other languages cannot take.</exception>
    public async Task SetAsync(object values, CancellationToken cancel = default)
    {
        foreach (var (name, value) in Variables.Of(values))
        {
            _values[name] = value;
            await AskAsync($"setting {name}", Request.Set(name, value), cancel).ConfigureAwait(false);
            if (await Files.DeclaringAsync(name, value, _lineage, cancel).ConfigureAwait(false) is { } declaring) await RunCellAsync($"setting {name}", declaring, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>What a variable of the parent holds. A scout is asked: parent and children are not touched.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>A long, double, string, bool, or an array of one of them.</returns>
    /// <exception cref="LabUsageException">There is no such variable, it holds something else, or the parent cannot say.</exception>
    /// <exception cref="Forking.ProcessFailedException">The parent ended, refused, or took too long.</exception>
    public async Task<object> GetAsync(string variable, CancellationToken cancel = default) =>
        Variables.Read(variable, await AskScoutAsync($"reading {variable}", Request.Get(variable), cancel).ConfigureAwait(false));

    /// <summary>The names of the parent's variables, or of the members of an object. A scout is asked.</summary>
    /// <param name="path">The object: "gc", "a.b"; null for the variables.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Empty when the parent cannot say.</returns>
    /// <exception cref="Forking.ProcessFailedException">The parent ended, refused to fork, or took too long.</exception>
    public async Task<IReadOnlyList<string>> NamesAsync(string? path = null, CancellationToken cancel = default)
    {
        var (answer, _) = await AskScoutAsync("naming variables", Request.Names(path), cancel).ConfigureAwait(false);
        return [.. answer?.Names ?? []];
    }
}
