namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>Goes from order to order towards the lowest criterion.</summary>
internal ref struct ArimaSearch(ReadOnlySpan<double> differenced, int period, int ordinary, int seasonal)
{
    private readonly ReadOnlySpan<double> _differenced = differenced;
    private readonly HashSet<ArimaOrder> _tried = [];
    private ArimaFit? _best;

    /// <returns>Null where no order fits.</returns>
    public ArimaFit? Run(int orderMax, int seasonalOrderMax, int modelsMax)
    {
        var seasonalMax = period > 1 ? seasonalOrderMax : 0;
        var hasMean = ordinary + seasonal <= 1;
        var most = Math.Min(1, seasonalMax);
        Try(Of(0, 0, 0, 0, hasMean));
        Try(Of(2, 2, most, most, hasMean));
        Try(Of(1, 0, most, 0, hasMean));
        Try(Of(0, 1, 0, most, hasMean));

        if (hasMean)
        {
            Try(Of(0, 0, 0, 0, false));
        }

        while (_tried.Count < modelsMax && _best is { } best && TryNeighbours(best.Order, orderMax, seasonalMax, modelsMax))
        {
        }

        return _best;
    }

    private readonly ArimaOrder Of(int p, int q, int seasonalP, int seasonalQ, bool hasMean) =>
        new(p, ordinary, q, seasonalP, seasonal, seasonalQ, hasMean);

    /// <returns>Whether one of them is better.</returns>
    private bool TryNeighbours(ArimaOrder order, int orderMax, int seasonalMax, int modelsMax)
    {
        ReadOnlySpan<(int P, int Q, int SeasonalP, int SeasonalQ)> steps =
        [
            (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
            (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
        ];

        foreach (var (p, q, seasonalP, seasonalQ) in steps)
        {
            var next = order with { P = order.P + p, Q = order.Q + q, SeasonalP = order.SeasonalP + seasonalP, SeasonalQ = order.SeasonalQ + seasonalQ };
            var isInside = next is { P: >= 0, Q: >= 0, SeasonalP: >= 0, SeasonalQ: >= 0 }
                && next.P <= orderMax && next.Q <= orderMax && next.SeasonalP <= seasonalMax && next.SeasonalQ <= seasonalMax;

            if (isInside && Try(next))
            {
                return true;
            }

            if (_tried.Count >= modelsMax)
            {
                return false;
            }
        }

        return ordinary + seasonal <= 1 && Try(order with { HasMean = !order.HasMean });
    }

    private bool Try(ArimaOrder order)
    {
        if (!_tried.Add(order) || ArimaFit.Find(_differenced, order, period) is not { } fit || !(fit.Criterion < (_best?.Criterion ?? double.PositiveInfinity)))
        {
            return false;
        }

        _best = fit;

        return true;
    }
}
