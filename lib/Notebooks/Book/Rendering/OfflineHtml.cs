using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Drawing;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>
/// HTML of a cell, or made of its markdown, that needs nothing from the network: links stay within the book, what would be fetched becomes a link to it, and
/// attached files are in the page.
/// </summary>
/// <param name="links">The links of the page.</param>
internal sealed partial class OfflineHtml(LocalLinks links)
{
    // They show something of their own, which stands between the tags of most of them or in an attribute.
    private static readonly string[] Frames = ["iframe", "object", "video", "audio", "applet"];
    private static readonly string[] EmptyFrames = ["embed", "frame"];
    private static readonly string[] Addresses = ["href", "xlink:href", "src", "data", "poster", "background"];
    private static readonly string[] Code = ["pre", "code", "kbd", "samp", "svg"];

    /// <summary>The HTML for the book.</summary>
    /// <param name="html">As it is in the notebook.</param>
    /// <param name="attachments">The cell's attachments: name, MIME type, base64.</param>
    /// <param name="formulas">The formulas whose marks are in it.</param>
    public string Of(string html, JsonObject? attachments = null, Formulas? formulas = null)
    {
        var page = new StringBuilder(html.Length);
        var tokens = HtmlToken.Split(html).ToList();
        var (inLink, inCode) = (0, 0);
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            var step = token.Kind switch { HtmlTokenKind.Open => 1, HtmlTokenKind.Close => -1, _ => 0 };
            if (token.Name == "a") inLink = Math.Max(0, inLink + step);
            if (Code.Contains(token.Name)) inCode = Math.Max(0, inCode + step);
            if (token.Kind == HtmlTokenKind.Text && formulas is not null && inCode == 0) page.Append(formulas.InText(token.Text));
            else if (token.Kind == HtmlTokenKind.Other) page.Append(formulas?.Restore(token.Text) ?? token.Text);
            else if (token.Kind != HtmlTokenKind.Open) page.Append(formulas?.InCode(token.Text) ?? token.Text);
            else if (Frames.Contains(token.Name)) at = Frame(page, tokens, at, inLink > 0, attachments);
            else if (EmptyFrames.Contains(token.Name)) page.Append(RemoteUrl([token]) is { } url ? Link(url, url, inLink > 0) : Resolved(token.Text, attachments));
            else if (token.Name == "script" && RemoteUrl([token]) is not null) at = CloseOf(tokens, at);
            else if (token.Name is "base" or "meta" || token.Name == "link" && LocalLinks.IsRemote(Value(token.Text, "href") ?? "")) continue;
            else if (token.Name == "img") page.Append(Image(formulas?.InCode(token.Text) ?? token.Text, inLink > 0, attachments));
            else page.Append(Resolved(formulas?.InCode(token.Text) ?? token.Text, attachments));
        }
        return page.ToString();
    }

    // Everything up to the end of a frame is there for a browser without frames.
    private int Frame(StringBuilder page, List<HtmlToken> tokens, int at, bool inLink, JsonObject? attachments)
    {
        var end = CloseOf(tokens, at);
        if (RemoteUrl(tokens[at..(end + 1)]) is { } url)
        {
            page.Append(Link(url, url, inLink));
            return end;
        }
        page.Append(Resolved(tokens[at].Text, attachments));
        return at;
    }

    // A remote picture would be missing offline.
    private string Image(string tag, bool inLink, JsonObject? attachments)
    {
        var url = Value(tag, "src") ?? "";
        var alternative = Value(tag, "alt") is { Length: > 0 } text ? text : Path.GetFileName(url);
        if (LocalLinks.IsRemote(url)) return Link(url, alternative.Length > 0 ? alternative : url, inLink);
        return Local(url, attachments) is null ? Html.Text(alternative) : Resolved(tag, attachments);
    }

    private string Resolved(string tag, JsonObject? attachments)
    {
        var isLink = Anchor().IsMatch(tag);
        return Attribute().Replace(tag, match =>
        {
            var name = match.Groups["name"].Value.ToLowerInvariant();
            if (name is "srcset") return "";
            if (!Addresses.Contains(name) || !match.Groups["value"].Success) return match.Value;
            var url = Unquoted(match);
            var local = LocalLinks.IsRemote(url) && !isLink ? null : Local(url, attachments);
            return local is null ? "" : $"{name}=\"{Html.Text(local)}\"";
        });
    }

    private string? Local(string url, JsonObject? attachments)
    {
        if (!url.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase)) return links.Resolve(url);
        var name = url["attachment:".Length..];
        var file = (attachments?[Uri.UnescapeDataString(name)] ?? attachments?[name]) as JsonObject;
        return file?.FirstOrDefault() is { Key: { } mime, Value: { } data } ? $"data:{mime};base64,{Cell.Multiline(data).ReplaceLineEndings("")}" : null;
    }

    private static string Link(string url, string text, bool inLink) => inLink ? Html.Text(text) : $"<a href=\"{Html.Text(url)}\">{Html.Text(text)}</a>";

    private static string? RemoteUrl(IEnumerable<HtmlToken> tokens) => tokens.Where(token => token.Kind == HtmlTokenKind.Open)
        .Select(token => Value(token.Text, "src") ?? Value(token.Text, "data")).FirstOrDefault(url => url is not null && LocalLinks.IsRemote(url));

    private static int CloseOf(List<HtmlToken> tokens, int at)
    {
        var close = tokens.FindIndex(at, token => token.Kind == HtmlTokenKind.Close && token.Name == tokens[at].Name);
        return close < 0 ? at : close;
    }

    private static string? Value(string tag, string name) =>
        Attribute().Matches(tag).FirstOrDefault(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } match ? Unquoted(match) : null;

    private static string Unquoted(Match attribute) => WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\'')).Trim();

    [GeneratedRegex(@"^<(?:a|area)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Anchor();

    // Every attribute, so that none is seen in the value of another.
    [GeneratedRegex(@"(?<=[\s""'/])(?<name>[^\s=/>""']+)(?:\s*=\s*(?<value>""[^""]*""|'[^']*'|[^\s>""']+))?")]
    private static partial Regex Attribute();
}
