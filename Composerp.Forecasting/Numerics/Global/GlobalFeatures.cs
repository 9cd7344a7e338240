namespace Composerp.Forecasting.Numerics.Global;

/// <summary>What the global model is told of a day ahead, from what was known on the day of the forecast.</summary>
/// <remarks>
/// All amounts stand relative to the base of the forecast (a smoothed level times a shrunk factor of the weekday), so that
/// one model fits items that sell one a month and a thousand a day. Sums over windows come from running sums: a row costs
/// the same wherever it is.
/// </remarks>
internal sealed class GlobalFeatures
{
    private const double LevelAlpha = 0.05;
    private const double NewestAlpha = 0.25;

    /// <summary>A level of next to nothing is taken for this share of the mean of all that is known.</summary>
    private const double FloorShare = 0.1;

    private const int WeekdayWeeks = 12;

    /// <summary>Weeks of evenly spread demand that are added to what a weekday sold.</summary>
    private const double WeekdayPrior = 6;

    private const int Week = 7;
    private const int Month = 28;
    private const int Quarter = 91;
    private const int Year = 364;
    private const int EventReach = 10;

    private readonly GlobalSeries _series;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly int[] _known;
    private readonly int[] _sold;
    private readonly double[] _levels;
    private readonly double[] _newest;
    private readonly int[] _lastSale;

    public GlobalFeatures(GlobalSeries series)
    {
        _series = series;
        var length = series.Demand.Length;
        (_sums, _squares) = (new double[length + 1], new double[length + 1]);
        (_known, _sold) = (new int[length + 1], new int[length + 1]);
        (_levels, _newest, _lastSale) = (new double[length], new double[length], new int[length]);
        Scan();
    }

    public static IReadOnlyList<string> Names { get; } =
    [
        "days ahead", "level", "newest level", "mean of a week", "mean of four weeks", "mean of a quarter", "mean of a year", "last day",
        "same weekday", "same weekday of four weeks", "factor of the weekday", "season a year ago", "same day a year ago",
        "spread of four weeks", "days without sale of four weeks", "days without sale of a year", "days since a sale", "age",
        "weekday", "day of the month", "day of the year", "event", "event the day before", "days to an event", "price to its mean",
        "price to the newest", "price", "promotion", "promotions of four weeks", "category", "place",
    ];

    /// <summary>Those whose values are numbers of things, not amounts.</summary>
    public static IReadOnlyList<int> Categorical { get; } = [21, 22, 29, 30];

    /// <summary>Writes the features of one day ahead.</summary>
    /// <param name="origin">The last day that is known.</param>
    /// <param name="ahead">Days after it, at least 1.</param>
    /// <param name="row">Takes one value for each name; NaN where it is not known.</param>
    /// <returns>The base of the forecast, units: 0 where nothing was ever sold, else above it.</returns>
    public double Write(int origin, int ahead, Span<float> row)
    {
        var target = origin + ahead;
        var level = _sold[origin + 1] > 0 ? Math.Max(_levels[origin], FloorShare * Mean(0, origin + 1)) : 0;

        if (level == 0)
        {
            row.Fill(float.NaN);

            return 0;
        }

        var factor = WeekdayFactor(origin, target);
        var at = 0;
        Put(row, ahead);
        Put(row, Math.Log(level));
        Put(row, _newest[origin] / level);
        Put(row, Newest(Week));
        Put(row, Newest(Month));
        Put(row, Newest(Quarter));
        Put(row, Newest(Year));
        Put(row, _series.Demand[origin] / level);
        Put(row, SameWeekday(origin, target, 1) / level / factor);
        Put(row, SameWeekday(origin, target, 4) / level / factor);
        Put(row, factor);
        Put(row, Mean(target - Year - 3, target - Year + 4) / Mean(origin - Year - Month + 1, origin - Year + 1));
        Put(row, Mean(target - Year, target - Year + 1) / level);
        Put(row, Spread(origin) / level);
        Put(row, Idle(origin, Month));
        Put(row, Idle(origin, Year));
        Put(row, Math.Min(Year, origin - _lastSale[origin]));
        Put(row, Math.Min(2 * Year, origin + 1));
        WriteCalendar(target, row, ref at);
        WritePrice(origin, target, row, ref at);
        Put(row, _series.Category < 0 ? double.NaN : _series.Category);
        Put(row, _series.Place < 0 ? double.NaN : _series.Place);

        return level * factor;

        double Newest(int days) => Mean(origin + 1 - days, origin + 1) / level;

        void Put(Span<float> to, double value) => to[at++] = (float)value;
    }

    private void Scan()
    {
        var demand = _series.Demand;
        double level = 0, newest = 0;
        var lastSale = 0;

        for (var day = 0; day < demand.Length; day++)
        {
            var value = demand[day];
            var isKnown = !double.IsNaN(value);
            _known[day + 1] = _known[day] + (isKnown ? 1 : 0);
            _sold[day + 1] = _sold[day] + (value > 0 ? 1 : 0);
            _sums[day + 1] = _sums[day] + (isKnown ? value : 0);
            _squares[day + 1] = _squares[day] + (isKnown ? value * value : 0);

            if (isKnown)
            {
                // At first the plain mean: one over the number of values is more than the weight.
                var share = 1.0 / _known[day + 1];
                level += Math.Max(LevelAlpha, share) * (value - level);
                newest += Math.Max(NewestAlpha, share) * (value - newest);
                lastSale = value > 0 ? day : lastSale;
            }

            (_levels[day], _newest[day], _lastSale[day]) = (level, newest, lastSale);
        }
    }

    private void WriteCalendar(int target, Span<float> row, ref int at)
    {
        var date = DateOnly.FromDayNumber(_series.FirstDay + target);
        row[at++] = (int)date.DayOfWeek;
        row[at++] = date.Day;
        row[at++] = date.DayOfYear;
        row[at++] = Event(target);
        row[at++] = Event(target - 1);
        var days = 0;

        while (days < EventReach && Event(target + days) == 0)
        {
            days++;
        }

        row[at++] = days;
    }

    private void WritePrice(int origin, int target, Span<float> row, ref int at)
    {
        double sum = 0;
        var count = 0;

        for (var day = Math.Max(0, origin - Quarter); day <= origin; day += Week)
        {
            if (Known(_series.Prices, day) is > 0 and var price)
            {
                sum += price;
                count++;
            }
        }

        var asked = Known(_series.Prices, target);
        row[at++] = (float)(asked / (sum / count));
        row[at++] = (float)(asked / Known(_series.Prices, origin));
        row[at++] = (float)Math.Log(asked);
        row[at++] = (float)Known(_series.Promotions, target);
        var (promoted, days) = (0.0, 0);

        for (var day = Math.Max(0, origin + 1 - Month); day <= origin && _series.Promotions.Count > day; day++)
        {
            promoted += _series.Promotions[day];
            days++;
        }

        row[at++] = days > 0 ? (float)(promoted / days) : float.NaN;
    }

    private int Event(int day) => day >= 0 && day < _series.Events.Count ? _series.Events[day] : 0;

    private static double Known(IReadOnlyList<double> values, int day) => day >= 0 && day < values.Count ? values[day] : double.NaN;

    /// <summary>Of the known days in [from, to); NaN where there is none.</summary>
    private double Mean(int from, int to)
    {
        (from, to) = (Math.Max(0, from), Math.Clamp(to, 0, _series.Demand.Length));

        return from < to && _known[to] > _known[from] ? (_sums[to] - _sums[from]) / (_known[to] - _known[from]) : double.NaN;
    }

    private double Spread(int origin)
    {
        var (from, to) = (Math.Max(0, origin + 1 - Month), origin + 1);
        var count = _known[to] - _known[from];
        var mean = (_sums[to] - _sums[from]) / count;

        return count > 0 ? Math.Sqrt(Math.Max(0, ((_squares[to] - _squares[from]) / count) - (mean * mean))) : double.NaN;
    }

    private double Idle(int origin, int days)
    {
        var (from, to) = (Math.Max(0, origin + 1 - days), origin + 1);

        return 1 - ((double)(_sold[to] - _sold[from]) / (_known[to] - _known[from]));
    }

    private double SameWeekday(int origin, int target, int weeks)
    {
        double sum = 0;
        var count = 0;
        var day = target - ((target - origin + Week - 1) / Week * Week);

        for (var week = 0; week < weeks && day >= 0; week++, day -= Week)
        {
            if (!double.IsNaN(_series.Demand[day]))
            {
                sum += _series.Demand[day];
                count++;
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }

    private double WeekdayFactor(int origin, int target)
    {
        double sum = 0;
        var count = 0;
        var day = target - ((target - origin + Week - 1) / Week * Week);
        var mean = Mean(origin + 1 - (WeekdayWeeks * Week), origin + 1);

        for (var week = 0; week < WeekdayWeeks && day >= 0; week++, day -= Week)
        {
            if (!double.IsNaN(_series.Demand[day]))
            {
                sum += _series.Demand[day];
                count++;
            }
        }

        return mean > 0 ? (sum + (WeekdayPrior * mean)) / ((count + WeekdayPrior) * mean) : 1;
    }
}
