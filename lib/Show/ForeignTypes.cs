using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Families;
using CowNotebooks.Show.Drawing.Runs;
using CowNotebooks.Show.Formatting;
using CowNotebooks.Sizing;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

/// <summary>How types of other libraries are shown, which cannot carry an attribute of ours: data frames, JSON, and what a laboratory measures.</summary>
public static class ForeignTypes
{
    /// <summary>Tells .NET Interactive's formatting, once; types derived from these are meant as well.</summary>
    /// <param name="register">
    /// Takes a type, what writes a value of it, and the MIME type written:
    /// <c>(type, write, mimeType) => Microsoft.DotNet.Interactive.Formatting.Formatter.Register(type, write, mimeType)</c>.
    /// </param>
    public static void Register(Action<Type, Action<object, TextWriter>, string> register)
    {
        foreach (var type in new[] { typeof(DataFrame), typeof(JsonNode), typeof(JsonElement), typeof(JsonDocument) })
            Both(type, ForeignFormats.ToHtml, ForeignFormats.ToText);
        Both(typeof(Run), run => RunCard.ToHtml((Run)run), run => RunCard.ToText((Run)run));
        Both(typeof(Report), report => ReportCard.ToHtml((Report)report), report => ReportCard.ToText((Report)report));
        Both(typeof(Family), family => FamilyCard.ToHtml((Family)family), family => FamilyCard.ToText((Family)family));
        Both(typeof(Member), member => FamilyCard.ToHtml((Member)member), member => FamilyCard.ToText((Member)member));
        AsTable(typeof(Measurement), measurement => Table.Of((Measurement)measurement));
        AsTable(typeof(Sharing), sharing => Table.Sharing([(Sharing)sharing]));
        AsTable(typeof(Workers), workers => Table.Workers((Workers)workers));
        AsTable(typeof(WhatIf), whatIf => Table.WhatIf((WhatIf)whatIf));
        AsTable(typeof(SizeReport), size => Table.DeepSize((SizeReport)size));

        void AsTable(Type type, Func<object, Table> table) => Both(type, value => table(value).ToHtml(), value => table(value).ToString());

        void Both(Type type, Func<object, string> toHtml, Func<object, string> toText)
        {
            register(type, (value, writer) => writer.Write(toHtml(value)), MimeTypes.Html);
            register(type, (value, writer) => writer.Write(toText(value)), MimeTypes.Plain);
        }
    }
}
