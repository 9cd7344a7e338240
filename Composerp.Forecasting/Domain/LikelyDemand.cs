namespace Composerp.Forecasting.Domain;

/// <summary>What a day of a series would likely have sold, judged by the nearest days of its weekday.</summary>
public static class LikelyDemand
{
    private const int Week = 7;

    /// <summary>Days of the weekday that are looked at on either side.</summary>
    private const int WeeksEachSide = 4;

    /// <summary>The mean of the nearest known days of the weekday, up to four before and four after; else of all known days.</summary>
    /// <param name="values">NaN where unknown.</param>
    /// <returns>NaN where no day is known.</returns>
    public static double Of(ReadOnlySpan<double> values, int day)
    {
        double sum = 0;
        var count = AddSide(values, day, -Week, ref sum) + AddSide(values, day, Week, ref sum);

        return count > 0 ? sum / count : MeanOf(values);
    }

    private static int AddSide(ReadOnlySpan<double> values, int day, int step, ref double sum)
    {
        var count = 0;

        for (var t = day + step; t >= 0 && t < values.Length && count < WeeksEachSide; t += step)
        {
            if (!double.IsNaN(values[t]))
            {
                sum += values[t];
                count++;
            }
        }

        return count;
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        double sum = 0;
        var count = 0;

        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }
}
