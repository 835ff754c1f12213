using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>What a parent answers to <see cref="Request.Reap"/>: how the child ended.</summary>
/// <param name="Exit">Its exit code; null when a signal ended it, or when the parent does not say.</param>
/// <param name="Signal">The number of the signal that ended it; null when none did.</param>
public sealed record ReapAnswer(int? Exit, int? Signal)
{
    private const string ExitKey = "exit", SignalKey = "signal";

    /// <summary>As an answer.</summary>
    public Answer Write() => Answer.Ok(Signal is { } signal ? Number(SignalKey, signal) : Number(ExitKey, Exit ?? 0));

    /// <summary>Reads an answer.</summary>
    public static ReapAnswer Read(Answer answer) => new((int?)answer.Number(ExitKey), (int?)answer.Number(SignalKey));

    private static Field Number(string key, int value) => new(key, value.ToString(CultureInfo.InvariantCulture));
}
