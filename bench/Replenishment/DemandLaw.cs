namespace Composerp.Bench.Replenishment;

/// <summary>Daily demand to draw from: smooth, or none on most days and several units on the others.</summary>
/// <param name="Chance">Of a day with any demand; 1 for smooth demand.</param>
/// <param name="Mean">Of a day with demand, units.</param>
/// <param name="Variance">Of a day with demand; for smooth demand at least that of a Poisson.</param>
internal sealed record DemandLaw(string Pattern, double Chance, double Mean, double Variance)
{
    public double DailyMean => Chance * Mean;

    public double DailyVariance => (Chance * Variance) + (Chance * (1 - Chance) * Mean * Mean);

    public static DemandLaw Smooth(Random random)
    {
        var mean = 5 + (45 * random.NextDouble());

        return new("smooth", 1, mean, mean * (1 + (4 * random.NextDouble())));
    }

    public static DemandLaw Intermittent(Random random)
    {
        var size = 2 + (8 * random.NextDouble());

        return new("intermittent", 0.1 + (0.4 * random.NextDouble()), size, size * (1 + random.NextDouble()));
    }

    public double[] Path(int days, Random random)
    {
        var path = new double[days];

        for (var day = 0; day < days; day++)
        {
            path[day] = random.NextDouble() >= Chance ? 0 : Pattern == "smooth" ? Count(Mean, Variance, random) : 1 + Count(Mean - 1, Math.Max(Variance, Mean), random);
        }

        return path;
    }

    // A Poisson number whose mean is itself gamma: negative binomial.
    private static double Count(double mean, double variance, Random random)
    {
        if (variance <= mean * 1.001)
        {
            return Poisson(mean, random);
        }

        var scale = (variance - mean) / mean;

        return Poisson(scale * Gamma(mean / scale, random), random);
    }

    private static double Poisson(double mean, Random random)
    {
        double count = 0;

        // Exponential gaps; a few dozen at most for the means here.
        for (var sum = -Math.Log(1 - random.NextDouble()); sum < mean; sum -= Math.Log(1 - random.NextDouble()))
        {
            count++;
        }

        return count;
    }

    // Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000) 363-372.
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var (d, c) = (shape - (1.0 / 3), 1 / Math.Sqrt(9 * (shape - (1.0 / 3))));

        for (; ; )
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var cube = Math.Pow(1 + (c * normal), 3);

            if (cube > 0 && Math.Log(1 - random.NextDouble()) < (normal * normal / 2) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }
}
