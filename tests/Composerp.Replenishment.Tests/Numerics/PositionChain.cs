using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Tests.Numerics;

/// <summary>Where a min-max position stands after a review, by brute force.</summary>
internal static class PositionChain
{
    /// <returns>The probability of each distance below the maximum.</returns>
    public static double[] Of(IDemandDistribution demand, int gap)
    {
        var places = new double[Math.Max(1, gap)];
        var chances = Enumerable.Range(0, places.Length).Select(units => demand.Cumulative(units) - demand.Cumulative(units - 1)).ToArray();
        var beyond = Enumerable.Range(0, places.Length).Select(place => demand.Upper(places.Length - place - 1)).ToArray();
        places[0] = 1;

        for (var review = 0; review < 20_000; review++)
        {
            var next = new double[places.Length];

            for (var place = 0; place < places.Length; place++)
            {
                for (var units = 0; place + units < places.Length; units++)
                {
                    next[place + units] += places[place] * chances[units];
                }

                next[0] += places[place] * beyond[place];
            }

            // Half a step each time, so that a chain that alternates comes to rest as well.
            for (var place = 0; place < places.Length; place++)
            {
                next[place] = (next[place] + places[place]) / 2;
            }

            var moved = 0.0;

            for (var place = 0; place < places.Length; place++)
            {
                moved += Math.Abs(next[place] - places[place]);
            }

            places = next;

            if (moved < 1e-14)
            {
                break;
            }
        }

        return places;
    }
}
