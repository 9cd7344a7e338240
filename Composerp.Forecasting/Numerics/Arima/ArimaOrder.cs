namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>ARIMA(p,d,q)(P,D,Q) with a season.</summary>
/// <param name="HasMean">The differenced series has a mean other than 0: a drift where it was differenced.</param>
public readonly record struct ArimaOrder(int P, int D, int Q, int SeasonalP, int SeasonalD, int SeasonalQ, bool HasMean)
{
    public int Weights => P + Q + SeasonalP + SeasonalQ;

    /// <summary>Numbers that the model estimates, the variance included.</summary>
    public int Freedom => Weights + (HasMean ? 1 : 0) + 1;

    public override string ToString() => $"ARIMA({P},{D},{Q})({SeasonalP},{SeasonalD},{SeasonalQ}){(HasMean ? " with mean" : "")}";
}
