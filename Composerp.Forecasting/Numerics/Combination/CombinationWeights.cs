namespace Composerp.Forecasting.Numerics.Combination;

/// <summary>How much each member of a combination counts.</summary>
/// <remarks>
/// A power of the inverse squared error over the backtest: near to equal weights, which are hard to beat, where members are about
/// as good as each other, and near to a choice where one of them is much better (as with a season that others miss).
/// Source of weights by rolling origins: Fiorucci and Louzada, International Journal of Forecasting 36 (2020) 91-97.
/// </remarks>
internal static class CombinationWeights
{
    private const double Power = 1;

    /// <summary>Members that would count less than this do not count.</summary>
    private const double WeightMin = 0.02;

    /// <param name="squaredErrors">Of each member, summed over the same held-out values; infinite where it is out of the race.</param>
    /// <param name="weights">Takes the weights; their sum is 1.</param>
    public static void Write(ReadOnlySpan<double> squaredErrors, Span<double> weights)
    {
        var least = double.PositiveInfinity;

        foreach (var error in squaredErrors)
        {
            least = Math.Min(least, error);
        }

        for (var member = 0; member < weights.Length; member++)
        {
            weights[member] = squaredErrors[member] <= least ? 1 : Math.Pow(least / squaredErrors[member], Power);
        }

        Normalize(weights);

        foreach (ref var weight in weights)
        {
            weight = weight < WeightMin ? 0 : weight;
        }

        Normalize(weights);
    }

    private static void Normalize(Span<double> weights)
    {
        double sum = 0;

        foreach (var weight in weights)
        {
            sum += weight;
        }

        foreach (ref var weight in weights)
        {
            weight /= sum;
        }
    }
}
