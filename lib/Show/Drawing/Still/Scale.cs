using System.Globalization;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>A linear axis: from zero, or from the least value below it, to the greatest.</summary>
/// <param name="From">The value at its beginning.</param>
/// <param name="To">The value at its end.</param>
/// <param name="Step">The distance of two ticks.</param>
internal sealed record Scale(double From, double To, double Step)
{
    private static readonly double[] Factors = [1, 2, 5, 10];

    /// <summary>The values with a grid line, ascending.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var first = Math.Ceiling((From / Step) - 1e-9);
            for (var i = 0; (first + i) * Step <= To + (Step * 1e-9); i++) yield return (first + i) * Step;
        }
    }

    /// <summary>An axis that holds these values, with at most so many steps of 1, 2 or 5 times a power of ten; whole ones where all values are whole.</summary>
    /// <param name="values">The values.</param>
    /// <param name="most">How many steps.</param>
    /// <param name="rounded">Whether it ends at a tick.</param>
    public static Scale Of(IReadOnlyCollection<double> values, int most, bool rounded)
    {
        var (from, to) = (Math.Min(0, values.DefaultIfEmpty(0).Min()), Math.Max(0, values.DefaultIfEmpty(0).Max()));
        if (from == to) to = 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10((to - from) / most)));
        var step = Factors.Select(factor => factor * power).First(step => (to - from) / step <= most + 1e-9);
        if (values.All(double.IsInteger)) step = Math.Max(1, step);
        return rounded ? new(Math.Floor(from / step) * step, Math.Ceiling((to / step) - 1e-9) * step, step) : new(Math.Floor(from / step) * step, to, step);
    }

    /// <summary>As many steps as there is room for the labels of an axis that goes across.</summary>
    /// <param name="values">The values.</param>
    /// <param name="width">Its length, in pixels.</param>
    public static Scale Fitting(IReadOnlyCollection<double> values, double width)
    {
        for (var most = (int)(width / 70); most > 1; most--)
        {
            var scale = Of(values, most, rounded: false);
            if (scale.Ticks.Max(tick => Letters.Width(scale.Label(tick), Sheet.FontSize)) + 16 < width * scale.Step / (scale.To - scale.From)) return scale;
        }

        return Of(values, 1, rounded: false);
    }

    /// <summary>Where a value lies, from 0 to 1.</summary>
    public double At(double value) => (value - From) / (To - From);

    /// <summary>A value at a tick: with thousands separators, and as many decimals as the step has.</summary>
    public string Label(double tick) => tick.ToString($"N{Math.Max(0, (int)-Math.Floor(Math.Log10(Step) + 1e-9))}", CultureInfo.InvariantCulture);
}
