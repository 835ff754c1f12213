using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>What a parent answers to <see cref="Request.Fork"/>.</summary>
/// <param name="Pid">The child's PID.</param>
/// <param name="Nanoseconds">How long fork() took in the parent, by its own clock; null when it does not say.</param>
public sealed record ForkAnswer(int Pid, long? Nanoseconds)
{
    private const string PidKey = "pid", NanosecondsKey = "nanoseconds";

    /// <summary>As an answer.</summary>
    public Answer Write() => Answer.Ok([Number(PidKey, Pid), .. Nanoseconds is { } nanoseconds ? [Number(NanosecondsKey, nanoseconds)] : Array.Empty<Field>()]);

    /// <summary>Reads an answer; null when it does not say a PID.</summary>
    public static ForkAnswer? Read(Answer answer) =>
        answer.Number(PidKey) is > 0 and <= int.MaxValue and var pid ? new((int)pid, answer.Number(NanosecondsKey) is >= 0 and var nanoseconds ? nanoseconds : null) : null;

    private static Field Number(string key, long value) => new(key, value.ToString(CultureInfo.InvariantCulture));
}
