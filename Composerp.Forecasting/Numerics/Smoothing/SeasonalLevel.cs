namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>A smoothed level and a profile of the season that is shrunk by what noise could have made.</summary>
/// <remarks>For series with many zeros and little season, where a smoothed season follows noise.</remarks>
public static class SeasonalLevel
{
    /// <param name="demand">Finite, >= 0, at least one value.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    /// <param name="isAdditive">The season is added to the level instead of multiplying it.</param>
    public static void Forecast(ReadOnlySpan<double> demand, int period, bool isAdditive, in Outlook outlook)
    {
        using var room = new Scratch((2 * period) + demand.Length);
        var factors = room.Values[..period];
        var offsets = room.Values.Slice(period, period);
        var errors = room.Values[(2 * period)..];

        if (isAdditive)
        {
            factors.Fill(1);
            SeasonalProfile.EstimateOffsets(demand, offsets);
        }
        else
        {
            SeasonalProfile.EstimateFactors(demand, factors);
        }

        var smoothed = LevelSmoothing.Fit(demand, factors, offsets, errors);
        var warmUp = LevelSmoothing.WarmUpDays(demand.Length);
        outlook.Fitted[..warmUp].Fill(double.NaN);

        for (var t = warmUp; t < demand.Length; t++)
        {
            outlook.Fitted[t] = demand[t] - errors[t - warmUp];
        }

        for (var ahead = 0; ahead < outlook.Horizon; ahead++)
        {
            var phase = (demand.Length + ahead) % period;
            outlook.Mean[ahead] = Math.Max(0, (smoothed.Level * factors[phase]) + offsets[phase]);
        }

        outlook.Response.Fill(smoothed.Alpha);
        outlook.Response[0] = 1;
    }
}
