namespace Composerp.Samples.Retailer;

/// <summary>Random numbers that depend on nothing but a key, so that any day of any shelf can be drawn on its own.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), started from the mixed key.</remarks>
internal struct Dice
{
    private ulong _state;

    private Dice(ulong state) => _state = state;

    public static Dice Of(params ReadOnlySpan<int> key)
    {
        var state = 0x9E3779B97F4A7C15UL;

        foreach (var part in key)
        {
            state = Mix(state ^ unchecked((ulong)part));
        }

        return new Dice(state);
    }

    /// <summary>Uniform in (0, 1).</summary>
    public double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
        }

        return ((Mix(_state) >> 11) + 0.5) * (1.0 / (1UL << 53));
    }

    public double Between(double from, double to) => from + ((to - from) * Next());

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Next())) * Math.Cos(2 * Math.PI * Next());

    /// <summary>Poisson by counting down; beyond a mean of 30 the normal approximation is close enough for a sample.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var limit = Math.Exp(-mean);
        var count = 0;

        for (var product = Next(); product > limit; product *= Next())
        {
            count++;
        }

        return count;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;

            return value ^ (value >> 31);
        }
    }
}
