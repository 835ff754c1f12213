using System.Collections;
using CowNotebooks.Lab.Cells;

namespace CowNotebooks.Tests;

/// <summary>Values that a program hands over to cells, by name.</summary>
public sealed class HandedOverTests
{
    public static TheoryData<string> Containers { get; } = ["an object", "a dictionary of objects", "a dictionary of numbers", "a table of anything"];

    [Theory]
    [MemberData(nameof(Containers))]
    public void Values_are_handed_over_by_the_names_that_an_object_or_any_dictionary_has_for_them(string container)
    {
        object values = container switch
        {
            "an object" => new { Size = 6, Count = 7 },
            "a dictionary of objects" => new Dictionary<string, object?> { ["Size"] = 6, ["Count"] = 7 },
            "a dictionary of numbers" => new Dictionary<string, int> { ["Size"] = 6, ["Count"] = 7 },
            _ => new Hashtable { ["Size"] = 6, ["Count"] = 7 },
        };
        Assert.Equal([("Count", 7L), ("Size", 6L)], Variables.Of(values).Select(one => (one.Name, (long)one.Value.ToObject())).Order());
    }
}
