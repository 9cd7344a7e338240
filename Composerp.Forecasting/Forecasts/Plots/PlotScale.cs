using System.Globalization;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>Where days and units lie on the picture.</summary>
internal sealed class PlotScale
{
    public const double Width = 960;
    public const double Height = 432;
    public const double Left = 60;
    public const double Right = Width - 24;
    public const double Top = 92;
    public const double Bottom = Height - 76;

    private static readonly double[] _niceSteps = [1, 2, 5, 10];

    private readonly DateOnly _firstDay;
    private readonly int _days;

    public PlotScale(DateOnly firstDay, DateOnly lastDay, double unitsMax)
    {
        _firstDay = firstDay;
        _days = lastDay.DayNumber - firstDay.DayNumber + 1;
        UnitStep = NiceStep(unitsMax > 0 ? unitsMax / 4 : 0.25);
        UnitsMax = Math.Max(UnitStep, Math.Ceiling(Math.Max(unitsMax, 1e-9) / UnitStep) * UnitStep);
    }

    /// <summary>Between two lines of the grid, units.</summary>
    public double UnitStep { get; }

    /// <summary>The highest line of the grid, units.</summary>
    public double UnitsMax { get; }

    public double DayWidth => (Right - Left) / _days;

    /// <summary>The middle of a day.</summary>
    public double X(DateOnly day) => Left + ((day.DayNumber - _firstDay.DayNumber + 0.5) * DayWidth);

    public double Y(double units) => Bottom - (Math.Clamp(units / UnitsMax, 0, 1) * (Bottom - Top));

    public IEnumerable<double> UnitLines => Enumerable.Range(0, (int)Math.Round(UnitsMax / UnitStep) + 1).Select(line => line * UnitStep);

    /// <summary>The days that are named below, and how: Mondays in a short plot, firsts of months in a long one.</summary>
    public IEnumerable<(DateOnly Day, string Label)> DayLabels()
    {
        var days = Enumerable.Range(0, _days).Select(_firstDay.AddDays);

        if (_days <= 150)
        {
            var every = _days <= 16 ? 1 : _days <= 75 ? 7 : 14;

            return days
                .Where(day => every == 1 || (day.DayOfWeek == DayOfWeek.Monday && day.DayNumber / 7 % (every / 7) == 0))
                .Select(day => (day, day.ToString("d MMM", CultureInfo.InvariantCulture)));
        }

        var months = _days <= 400 ? 1 : 3;

        return days
            .Where(day => day.Day == 1 && (day.Month - 1) % months == 0)
            .Select(day => (day, day.ToString(day.Month == 1 ? "MMM yyyy" : "MMM", CultureInfo.InvariantCulture)));
    }

    /// <summary>1, 2 or 5 times a power of ten, not below a size.</summary>
    private static double NiceStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));

        return _niceSteps.Select(step => step * power).First(step => step >= least * (1 - 1e-9));
    }
}
