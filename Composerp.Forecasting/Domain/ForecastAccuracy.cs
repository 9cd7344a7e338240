namespace Composerp.Forecasting.Domain;

/// <summary>How good a model's forecasts of held-out days were, over all windows of a backtest.</summary>
/// <remarks>Sums, so that the accuracy of many series together follows from theirs.</remarks>
/// <param name="Days">Days forecast and compared, each once.</param>
/// <param name="Actual">Demand of those days, units.</param>
/// <param name="AbsoluteError">Sum of |mean - demand|, units.</param>
/// <param name="Error">Sum of mean - demand, units: positive where too much was forecast.</param>
/// <param name="SquaredError">Sum of (mean - demand)^2, units squared.</param>
/// <param name="Pinball">Sum over the days of the pinball loss averaged over the levels, units.</param>
/// <param name="NaiveError">Mean absolute error of the seasonal naive forecast before the first origin, units per day.</param>
/// <param name="Covered">For each level the days whose demand was at or below that quantile.</param>
public sealed record ForecastAccuracy(
    int Days,
    double Actual,
    double AbsoluteError,
    double Error,
    double SquaredError,
    double Pinball,
    double NaiveError,
    IReadOnlyList<int> Covered)
{
    /// <summary>Weighted absolute percentage error: absolute error per unit of demand; null where nothing was demanded.</summary>
    public double? Wape => PerUnit(AbsoluteError);

    /// <summary>Error per unit of demand: 0.1 is ten percent too much; null where nothing was demanded.</summary>
    public double? Bias => PerUnit(Error);

    /// <summary>Pinball loss per unit of demand; null where nothing was demanded.</summary>
    public double? ScaledPinball => PerUnit(Pinball);

    /// <summary>
    /// Mean absolute scaled error: below 1 is better than the seasonal naive forecast was in the history; null where
    /// every week of that was alike.
    /// </summary>
    /// <remarks>Source: Hyndman and Koehler, International Journal of Forecasting 22 (2006) 679-688.</remarks>
    public double? Mase => Days > 0 && NaiveError > 0 ? AbsoluteError / Days / NaiveError : null;

    private double? PerUnit(double sum) => Actual > 0 ? sum / Actual : null;
}
