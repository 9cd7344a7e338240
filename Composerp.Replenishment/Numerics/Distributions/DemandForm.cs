namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>The family that demand is taken from, where its mean and variance are known.</summary>
public enum DemandForm
{
    /// <summary>The one that fits mean, variance and unit: see <see cref="DemandForms.Fitting"/>.</summary>
    Fitting,
    Normal,
    Gamma,
    Poisson,
    NegativeBinomial,
}

/// <summary>Distributions from two moments.</summary>
public static class DemandForms
{
    /// <summary>Below this ratio of deviation to mean gamma and normal demand differ by less than a hundredth of the deviation.</summary>
    public const double NormalVariationMax = 0.1;

    /// <summary>Above this mean the unit no longer matters.</summary>
    public const double WholeMeanMax = 10_000;

    /// <summary>Below this ratio gamma is normal to all digits that matter, and its shape too large to reckon with.</summary>
    private const double GammaVariationMin = 0.01;

    private const double PoissonTolerance = 1e-6;

    /// <param name="mean">Units, 0 or more.</param>
    /// <param name="variance">0 or more.</param>
    /// <param name="isWhole">The item is sold in whole units.</param>
    public static IDemandDistribution Of(DemandForm form, double mean, double variance, bool isWhole)
    {
        if (mean == 0 || variance == 0)
        {
            return new NormalDemand(mean, 0);
        }

        return (form == DemandForm.Fitting ? Fitting(mean, variance, isWhole) : form) switch
        {
            DemandForm.Gamma when variance > GammaVariationMin * GammaVariationMin * mean * mean => new GammaDemand(mean, variance),
            DemandForm.Poisson => new PoissonDemand(mean),
            DemandForm.NegativeBinomial when variance > mean * (1 + PoissonTolerance) => new NegativeBinomialDemand(mean, variance),
            DemandForm.NegativeBinomial => new PoissonDemand(mean),
            _ => new NormalDemand(mean, Math.Sqrt(variance)),
        };
    }

    /// <summary>Counts where whole units matter and vary at least as the Poisson does, else gamma, or normal where it hardly varies.</summary>
    /// <remarks>
    /// Whole units that vary less than the Poisson does are rare (contracts, subscriptions); gamma has their variance.
    /// </remarks>
    public static DemandForm Fitting(double mean, double variance, bool isWhole) =>
        isWhole && mean <= WholeMeanMax && variance >= mean * (1 - PoissonTolerance) ? DemandForm.NegativeBinomial
        : Math.Sqrt(variance) <= NormalVariationMax * mean ? DemandForm.Normal
        : DemandForm.Gamma;
}
