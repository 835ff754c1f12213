using System.Diagnostics.CodeAnalysis;

namespace CowNotebooks.Procfs;

/// <summary>A figure that was read, or the reason why there is none: a missing figure is never 0.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed record Reading<T>
    where T : class
{
    internal Reading(T? value, string why) => (Value, Why) = (value, why);

    /// <summary>The value; null when there is none.</summary>
    public T? Value { get; }

    /// <summary>Why there is none, in a sentence or two; empty when there is one, or when it was not asked for.</summary>
    public string Why { get; }

    /// <summary>True when it was read.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsThere => Value is not null;

    /// <summary>A reading with that value.</summary>
    public static implicit operator Reading<T>(T value) => new(value ?? throw new ArgumentNullException(nameof(value)), "");

    /// <summary>A value derived from this one; without one, the same reason.</summary>
    public Reading<TOther> Then<TOther>(Func<T, TOther> read)
        where TOther : class => IsThere ? read(Value) : Reading.None<TOther>(Why);
}

/// <summary>Readings without a value.</summary>
public static class Reading
{
    /// <summary>A reading without a value.</summary>
    /// <param name="why">The reason, in a sentence or two.</param>
    public static Reading<T> None<T>(string why)
        where T : class => new(null, why);

    /// <summary>Reads /proc: the value, or why the kernel refused it.</summary>
    public static Reading<T> Of<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ProcException refused)
        {
            return None<T>(refused.Message);
        }
    }

    /// <summary>A reading that was not asked for.</summary>
    public static Reading<T> NotAsked<T>()
        where T : class => new(null, "");
}
