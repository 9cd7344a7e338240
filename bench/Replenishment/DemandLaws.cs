using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Bench.Replenishment;

/// <summary>Laws of daily demand to draw from: smooth, or none on most days and several units on the others.</summary>
internal static class DemandLaws
{
    public static DemandLaw Smooth(Random random)
    {
        var mean = 5 + (45 * random.NextDouble());

        return new(1, mean, mean * (1 + (4 * random.NextDouble())));
    }

    public static DemandLaw Intermittent(Random random)
    {
        var size = 2 + (8 * random.NextDouble());

        return new(0.1 + (0.4 * random.NextDouble()), size, size * (1 + random.NextDouble()));
    }
}
