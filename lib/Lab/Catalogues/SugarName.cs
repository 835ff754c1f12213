using System.Text;

namespace CowNotebooks.Lab.Catalogues;

/// <summary>Names of the catalogue from names of properties, so that none is written twice: BoxedIntegers is "boxed-integers".</summary>
internal static class SugarName
{
    /// <summary>"BoxedIntegers" with '-' is "boxed-integers"; with ' ' "boxed integers".</summary>
    public static string Of(string property, char between = '-')
    {
        var name = new StringBuilder();
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append(between);
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
