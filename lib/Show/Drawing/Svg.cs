using System.Globalization;
using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing;

/// <summary>Elements of SVG 1.1.</summary>
internal static class Svg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public static XElement Element(string name, params (string Name, object Value)[] attributes) =>
        new(Namespace + name, attributes.Select(attribute => new XAttribute(attribute.Name, Text(attribute.Value))));

    public static XElement Text(string text, double x, double y, params (string, object)[] attributes) =>
        new(Element("text", [("x", x), ("y", y), .. attributes])) { Value = Letters.Printable(text) };

    /// <summary>What a browser shows while the pointer rests on the element around it.</summary>
    public static XElement Hover(string text) => new(Element("title")) { Value = Letters.Printable(text) };

    /// <summary>A group of elements.</summary>
    public static XElement Group((string, object)[] attributes, params IEnumerable<object> content)
    {
        var group = Element("g", attributes);
        group.Add(content);
        return group;
    }

    /// <summary>The data of a path or a box, numbers to a hundredth of a unit.</summary>
    public static string Path(FormattableString data) => string.Format(CultureInfo.InvariantCulture, data.Format, [.. data.GetArguments().Select(Text)]);

    /// <summary>A number to a hundredth of a unit.</summary>
    public static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);

    private static string Text(object? value) => value is double number
        ? Number(number)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
