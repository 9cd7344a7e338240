namespace Composerp.Forecasting.Domain;

/// <summary>What is on promotion on every Friday is how Fridays are: there is nothing to tell it from.</summary>
internal sealed class UsualEffects
{
    private const DayFlags Effects = DayFlags.Promotion | DayFlags.Event;

    private const int Week = 7;

    /// <summary>An effect is usual where it was there at least so often.</summary>
    private const int TimesMin = 3;

    /// <summary>So far on either side a day of the weekday without any effect is looked for.</summary>
    private const int WeeksEachSide = 4;

    private readonly DayFlags[] _flags;
    private readonly double[] _demand;
    private readonly bool[] _isUsual;

    /// <param name="flags">Of the days of a series.</param>
    /// <param name="demand">Units per day, NaN where unknown.</param>
    public UsualEffects(DayFlags[] flags, double[] demand)
    {
        (_flags, _demand) = (flags, demand);
        _isUsual = [.. Enumerable.Range(0, flags.Length).Select(FindUsual)];
    }

    /// <summary>Whether a day of the history has an effect that its weekday had for weeks, before it or after.</summary>
    public bool IsUsual(int day) => _isUsual[day];

    /// <summary>Whether a day after the history is of a weekday that had an effect the last three times.</summary>
    /// <param name="ahead">0 is the day after the history.</param>
    public bool IsUsualAhead(int ahead)
    {
        var last = _isUsual.Length - Week + (ahead % Week);

        return Enumerable.Range(0, TimesMin).Select(week => last - (week * Week)).All(day => day >= 0 && _isUsual[day]);
    }

    private bool FindUsual(int day)
    {
        if ((_flags[day] & Effects) == 0 || _flags[day].HasFlag(DayFlags.Outlier))
        {
            return false;
        }

        var times = 0;

        for (var week = -WeeksEachSide; week <= WeeksEachSide; week++)
        {
            var other = day + (week * Week);

            if (other < 0 || other >= _flags.Length || double.IsNaN(_demand[other]) || _flags[other].HasFlag(DayFlags.Outlier))
            {
                continue;
            }

            if ((_flags[other] & Effects) == 0)
            {
                return false;
            }

            times++;
        }

        return times >= TimesMin;
    }
}
