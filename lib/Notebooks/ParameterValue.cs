using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Notebooks;

/// <summary>Turns the text typed after <c>-p Name=</c> into exactly one C# literal of the declared type.</summary>
internal static class ParameterValue
{
    public static readonly IReadOnlySet<string> Types = new HashSet<string> { "int", "long", "double", "bool", "string" };

    /// <exception cref="NotebookException">The value is not of the parameter's type.</exception>
    public static string Literal(Parameter parameter, string value) => parameter.Type switch
    {
        "int" => Whole(parameter, value, int.MinValue, int.MaxValue),
        "long" => $"{Whole(parameter, value, long.MinValue, long.MaxValue)}L",
        "double" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? $"{number.ToString("R", CultureInfo.InvariantCulture)}d" : throw Wrong(parameter, value, "Write a number such as 0.5 or 1e6."),
        "bool" => bool.TryParse(value, out var flag) ? (flag ? "true" : "false") : throw Wrong(parameter, value, "Write true or false."),
        "string" => Text(value),
        _ => throw new NotebookException(
            $"{parameter.Name} cannot be set from outside: its type is not one of {string.Join(", ", Types)}.", "Declare it with one of these types and a plain value."),
    };

    private static string Whole(Parameter parameter, string value, BigInteger least, BigInteger most)
    {
        var plain = value.Replace("_", "", StringComparison.Ordinal);
        if (!BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            // 1e6 is how many people write a million. A decimal's exponent is small, so that nobody waits for 1e999999999.
            if (!decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var power) || power != decimal.Truncate(power))
                throw Wrong(parameter, value, "Write a whole number such as 1000, 1_000_000 or 1e6.");
            number = new BigInteger(power);
        }

        if (number < least || number > most) throw Wrong(parameter, value, $"It goes from {least} to {most}.");
        return number.ToString(CultureInfo.InvariantCulture);
    }

    // The value goes into source code. Reading the literal back proves that it is one token with this value and no more.
    private static string Text(string value)
    {
        var literal = SymbolDisplay.FormatLiteral(value, quote: true);
        return SyntaxFactory.ParseExpression(literal) is LiteralExpressionSyntax parsed && parsed.Token.ValueText == value && parsed.ToFullString() == literal
            ? literal : throw new NotebookException("The text cannot be written as a C# literal.", "Leave out its control characters.");
    }

    private static NotebookException Wrong(Parameter parameter, string value, string remedy) =>
        new($"{parameter.Name} is {(parameter.Type == "int" ? "an" : "a")} {parameter.Type}: '{value}' is not one.", remedy);
}
