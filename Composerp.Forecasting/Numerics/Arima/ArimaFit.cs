using Composerp.Forecasting.Numerics.Optimization;

namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>One ARIMA model fitted to a series that is differenced already.</summary>
internal sealed class ArimaFit
{
    private const int WeightsMax = 16;
    private const int EvaluationsMax = 30;
    private const double Tolerance = 1e-6;
    private const double WeightMax = 2;

    private readonly double[] _weights;

    private ArimaFit(ArimaOrder order, double[] weights, double mean, double criterion) =>
        (Order, _weights, Mean, Criterion) = (order, weights, mean, criterion);

    public ArimaOrder Order { get; }

    /// <summary>Of the differenced series.</summary>
    public double Mean { get; }

    /// <summary>Akaike's criterion corrected for short series; the least is best.</summary>
    public double Criterion { get; }

    public ReadOnlySpan<double> Autoregression => _weights.AsSpan(0, Order.P);

    public ReadOnlySpan<double> Average => _weights.AsSpan(Order.P, Order.Q);

    public ReadOnlySpan<double> SeasonalAutoregression => _weights.AsSpan(Order.P + Order.Q, Order.SeasonalP);

    public ReadOnlySpan<double> SeasonalAverage => _weights.AsSpan(Order.P + Order.Q + Order.SeasonalP, Order.SeasonalQ);

    /// <param name="differenced">As often as the order says.</param>
    /// <returns>Null where the series is too short or the order makes no sense for it.</returns>
    public static ArimaFit? Find(ReadOnlySpan<double> differenced, in ArimaOrder order, int period)
    {
        var length = differenced.Length;

        if (length <= order.Freedom + 1 + Math.Max(order.SeasonalP, order.SeasonalQ) * period)
        {
            return null;
        }

        using var room = new Scratch(length + ArimaErrors.ScratchLength(length));
        var centred = room.Values[..length];
        var moments = default(Moments);

        foreach (var value in differenced)
        {
            moments.Add(value);
        }

        var mean = order.HasMean ? moments.Mean : 0;

        for (var t = 0; t < length; t++)
        {
            centred[t] = differenced[t] - mean;
        }

        var weights = new double[order.Weights];
        var squares = order.Weights == 0 ? Squares(centred) : Minimize(centred, order, period, room.Values[length..], weights);

        if (!double.IsFinite(squares))
        {
            return null;
        }

        var freedom = order.Freedom;
        var criterion = (length * Math.Log(Math.Max(squares, double.Epsilon) / length))
            + (2.0 * freedom) + (2.0 * freedom * (freedom + 1) / (length - freedom - 1));

        return new(order, weights, mean, criterion);
    }

    /// <summary>The errors of the differenced series, by the weights found.</summary>
    public void WriteErrors(ReadOnlySpan<double> differenced, int period, Span<double> errors)
    {
        using var room = new Scratch(differenced.Length + ArimaErrors.ScratchLength(differenced.Length));
        var centred = room.Values[..differenced.Length];

        for (var t = 0; t < centred.Length; t++)
        {
            centred[t] = differenced[t] - Mean;
        }

        Span<double> gradient = stackalloc double[WeightsMax];
        Span<double> normal = stackalloc double[WeightsMax * WeightsMax];
        new ArimaErrors(centred, Order, period, room.Values[centred.Length..]).Evaluate(_weights, gradient, normal);
        room.Values.Slice(centred.Length, centred.Length).CopyTo(errors);
    }

    private static double Minimize(
        ReadOnlySpan<double> centred, in ArimaOrder order, int period, Span<double> scratch, Span<double> weights)
    {
        var count = order.Weights;
        Span<double> lower = stackalloc double[count];
        Span<double> upper = stackalloc double[count];
        Span<double> room = stackalloc double[LevenbergMarquardt.ScratchLength(WeightsMax)];
        lower.Fill(-WeightMax);
        upper.Fill(WeightMax);
        weights.Fill(0.05);
        var errors = new ArimaErrors(centred, order, period, scratch);

        return LevenbergMarquardt.Minimize(ref errors, weights, lower, upper, EvaluationsMax, Tolerance, room);
    }

    private static double Squares(ReadOnlySpan<double> values)
    {
        double sum = 0;

        foreach (var value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
