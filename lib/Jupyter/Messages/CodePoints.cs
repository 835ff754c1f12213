using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Messages;

/// <summary>Converts positions: the protocol counts code points (since 5.2), C# UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The request's caret in UTF-16 units; by default the end of the code.</summary>
    public static int Caret(Message request)
    {
        var (code, points) = (request.Text("code"), request.Number("cursor_pos", int.MaxValue));
        var position = 0;
        for (; points > 0 && position < code.Length; points--) position += char.IsSurrogatePair(code, position) ? 2 : 1;
        return position;
    }

    /// <summary>An engine's completions, with positions in code points.</summary>
    public static JsonObject Completions(string code, JsonObject answer)
    {
        IEnumerable<JsonObject> types = answer["metadata"]?["_jupyter_types_experimental"] is JsonArray array ? array.OfType<JsonObject>() : [];
        foreach (var part in types.Prepend(answer))
        {
            foreach (var name in new[] { "cursor_start", "cursor_end", "start", "end" })
            {
                if (part[name] is { } position) part[name] = Count(code.AsSpan(0, position.GetValue<int>()));
            }
        }
        return answer;
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
