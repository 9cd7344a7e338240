namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>ARIMA models that choose their order.</summary>
/// <remarks>
/// Source of the search: Hyndman and Khandakar, Journal of Statistical Software 27 (2008), 3. It starts from four models
/// and goes on to a neighbour as long as that has a lower corrected criterion of Akaike. Weights are those of the least
/// conditional sum of squares. Bounded: at most 3 weights of each kind, 1 of a season, and 40 models.
/// </remarks>
public static class ArimaModel
{
    private const int OrderMax = 3;
    private const int SeasonalOrderMax = 1;
    private const int ModelsMax = 40;

    /// <summary>Older values than this say little about the weights.</summary>
    private const int LengthMax = 500;

    /// <param name="series">Finite, at least one value.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    /// <returns>The order chosen.</returns>
    public static ArimaOrder Forecast(ReadOnlySpan<double> series, int period, in Outlook outlook)
    {
        var newest = series[^Math.Min(series.Length, Math.Max(LengthMax, 5 * period))..];
        using var room = new Scratch(newest.Length);
        newest.CopyTo(room.Values);
        var differenced = room.Values;
        var seasonal = Differencing.SeasonalTimes(newest, period);
        differenced = seasonal > 0 ? Differencing.Difference(differenced, period) : differenced;
        var ordinary = 0;

        while (ordinary + seasonal < Differencing.OrdinaryMax && differenced.Length > 3 && Differencing.IsLevelMoving(differenced))
        {
            differenced = Differencing.Difference(differenced, 1);
            ordinary++;
        }

        var search = new ArimaSearch(differenced, period, ordinary, seasonal);
        var fit = search.Run(OrderMax, SeasonalOrderMax, ModelsMax);
        Write(newest, differenced, fit, period, outlook, series.Length - newest.Length);

        return fit?.Order ?? default;
    }

    private static void Write(
        ReadOnlySpan<double> series, ReadOnlySpan<double> differenced, ArimaFit? fit, int period, in Outlook outlook, int skipped)
    {
        outlook.Fitted.Fill(double.NaN);

        if (fit is null)
        {
            outlook.Mean.Fill(series[^1]);
            outlook.Response.Fill(1);

            return;
        }

        var order = fit.Order;
        var degreeMax = order.P + order.D + ((order.SeasonalP + order.SeasonalD) * period);
        var averageMax = order.Q + (order.SeasonalQ * period);
        using var room = new Scratch(degreeMax + averageMax + 2 + (2 * (series.Length + outlook.Horizon)));
        var left = room.Values[..(degreeMax + 1)];
        var right = room.Values.Slice(degreeMax + 1, averageMax + 1);
        var values = room.Values.Slice(degreeMax + averageMax + 2, series.Length + outlook.Horizon);
        var errors = room.Values[^(series.Length + outlook.Horizon)..];
        Expand(fit, period, left, right);
        var lost = series.Length - differenced.Length;
        fit.WriteErrors(differenced, period, errors[lost..series.Length]);
        series.CopyTo(values);

        for (var t = lost; t < series.Length; t++)
        {
            outlook.Fitted[skipped + t] = series[t] - errors[t];
        }

        WriteMeans(fit, period, left, right, values, errors, outlook.Mean);
        WriteResponse(left, right, outlook.Response);
    }

    /// <summary>Both sides of the model as one polynomial each, differences included.</summary>
    private static void Expand(ArimaFit fit, int period, Span<double> left, Span<double> right)
    {
        ReadOnlySpan<double> one = [1];
        left[0] = 1;
        right[0] = 1;
        var degree = Polynomial.Multiply(left, 0, fit.Autoregression, 1, -1);
        degree = Polynomial.Multiply(left, degree, fit.SeasonalAutoregression, period, -1);

        for (var time = 0; time < fit.Order.D; time++)
        {
            degree = Polynomial.Multiply(left, degree, one, 1, -1);
        }

        if (fit.Order.SeasonalD > 0)
        {
            Polynomial.Multiply(left, degree, one, period, -1);
        }

        degree = Polynomial.Multiply(right, 0, fit.Average, 1, 1);
        Polynomial.Multiply(right, degree, fit.SeasonalAverage, period, 1);
    }

    private static void WriteMeans(
        ArimaFit fit, int period, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> values, ReadOnlySpan<double> errors, Span<double> mean)
    {
        // The mean of the differenced series, through its autoregression.
        var constant = fit.Mean * Share(fit.Autoregression) * Share(fit.SeasonalAutoregression);
        var length = values.Length - mean.Length;

        for (var t = length; t < values.Length; t++)
        {
            var forecast = constant;

            for (var lag = 1; lag < left.Length && lag <= t; lag++)
            {
                forecast -= left[lag] * values[t - lag];
            }

            for (var lag = t - length + 1; lag < right.Length && lag <= t; lag++)
            {
                forecast += right[lag] * errors[t - lag];
            }

            values[t] = forecast;
            mean[t - length] = forecast;
        }
    }

    private static double Share(ReadOnlySpan<double> autoregression)
    {
        var share = 1.0;

        foreach (var weight in autoregression)
        {
            share -= weight;
        }

        return share;
    }

    private static void WriteResponse(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> response)
    {
        for (var after = 0; after < response.Length; after++)
        {
            var sum = after < right.Length ? right[after] : 0;

            for (var lag = 1; lag < left.Length && lag <= after; lag++)
            {
                sum -= left[lag] * response[after - lag];
            }

            response[after] = sum;
        }
    }
}
