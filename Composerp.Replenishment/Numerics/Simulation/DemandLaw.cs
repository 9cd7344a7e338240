namespace Composerp.Replenishment.Numerics.Simulation;

/// <summary>Daily demand to draw from: smooth, or none on most days and several units on the others.</summary>
/// <param name="Chance">Of a day with any demand, in (0, 1]; 1 for smooth demand, which may be zero on a day nonetheless.</param>
/// <param name="Mean">Of a day with demand, units.</param>
/// <param name="Variance">Of a day with demand; for smooth demand at least that of a Poisson.</param>
public sealed record DemandLaw(double Chance, double Mean, double Variance)
{
    /// <summary>Whole units of each day.</summary>
    /// <param name="uniform">Draws from [0, 1); the same draws give the same path.</param>
    public double[] Path(int days, Func<double> uniform)
    {
        var path = new double[days];

        for (var day = 0; day < days; day++)
        {
            path[day] = uniform() >= Chance ? 0
                : Chance == 1 ? Count(Mean, Variance, uniform)
                : 1 + Count(Mean - 1, Math.Max(Variance, Mean), uniform);
        }

        return path;
    }

    // A Poisson number whose mean is itself gamma: negative binomial.
    private static double Count(double mean, double variance, Func<double> uniform)
    {
        if (variance <= mean * 1.001)
        {
            return Poisson(mean, uniform);
        }

        var scale = (variance - mean) / mean;

        return Poisson(scale * Gamma(mean / scale, uniform), uniform);
    }

    private static double Poisson(double mean, Func<double> uniform)
    {
        // So many gaps would cost more than they tell.
        const double GapsMax = 1_000;

        if (mean > GapsMax)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal(uniform))));
        }

        double count = 0;

        // Exponential gaps.
        for (var sum = -Math.Log(1 - uniform()); sum < mean; sum -= Math.Log(1 - uniform()))
        {
            count++;
        }

        return count;
    }

    // Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000) 363-372.
    private static double Gamma(double shape, Func<double> uniform)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, uniform) * Math.Pow(1 - uniform(), 1 / shape);
        }

        var (d, c) = (shape - (1.0 / 3), 1 / Math.Sqrt(9 * (shape - (1.0 / 3))));

        for (; ; )
        {
            var normal = Normal(uniform);
            var cube = Math.Pow(1 + (c * normal), 3);

            if (cube > 0 && Math.Log(1 - uniform()) < (normal * normal / 2) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }

    // Box and Muller, Annals of Mathematical Statistics 29 (1958) 610-611.
    private static double Normal(Func<double> uniform) => Math.Sqrt(-2 * Math.Log(1 - uniform())) * Math.Cos(2 * Math.PI * uniform());
}
