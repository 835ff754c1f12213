using System.Collections;
using System.ComponentModel;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Lab.Cells;

/// <summary>Values on their way between a program and the cells of another language.</summary>
internal static class Variables
{
    private const string Remedy = "Numbers, strings, truth values, and lists of one of them can be handed over.";

    /// <param name="values">By name: an object with properties, or a dictionary.</param>
    /// <exception cref="LabUsageException">A value is of a type that cells of other languages cannot take.</exception>
    public static IEnumerable<(string Name, CellValue Value)> Of(object values)
    {
        var named = values switch
        {
            IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
            // A dictionary of numbers is none of objects.
            IDictionary pairs => pairs.Keys.Cast<object>().Select(name => KeyValuePair.Create($"{name}", pairs[name])),
            _ => TypeDescriptor.GetProperties(values).Cast<PropertyDescriptor>().Select(property => KeyValuePair.Create(property.Name, property.GetValue(values))),
        };
        foreach (var (name, given) in named)
            yield return (name, CellValue.Of(given) ?? throw new LabUsageException($"{name} is {given?.GetType().Name ?? "null"}, which not every language has.", Remedy));
    }

    /// <summary>The value that a process was asked for.</summary>
    /// <exception cref="LabUsageException">It did not tell one.</exception>
    /// <exception cref="ProcessFailedException">It ended instead.</exception>
    public static object Read(string variable, (Answer? Answer, Outcome Outcome) told)
    {
        if (told.Answer is null) throw told.Outcome is Raised raised ? new LabUsageException($"{raised.Message.TrimEnd('.')}.", Remedy) : new ProcessFailedException(told.Outcome);
        try
        {
            return CellValue.Read(told.Answer).ToObject();
        }
        catch (FormatException error)
        {
            throw new LabUsageException($"{variable} cannot be read: {error.Message}", Remedy);
        }
    }
}
