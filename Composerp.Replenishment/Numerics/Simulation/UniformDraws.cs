namespace Composerp.Replenishment.Numerics.Simulation;

/// <summary>Numbers that look drawn, and are the same for the same seed on every machine and in every version.</summary>
/// <remarks>Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.</remarks>
public sealed class UniformDraws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>In [0, 1), with 53 bits.</summary>
    public double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;

            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53));
        }
    }

    /// <summary>Lead times of so many orders, each as often as its chance says, more or less.</summary>
    /// <param name="chances">The probabilities of 0, 1, 2.. days.</param>
    public int[] LeadTimes(ReadOnlySpan<double> chances, int orders)
    {
        var drawn = new int[orders];

        for (var order = 0; order < orders; order++)
        {
            var left = Next();
            var days = 0;

            while (days < chances.Length - 1 && left >= chances[days])
            {
                left -= chances[days];
                days++;
            }

            // The noise of sums may lead past the last chance that is one.
            while (chances[days] == 0)
            {
                days--;
            }

            drawn[order] = days;
        }

        return drawn;
    }
}
