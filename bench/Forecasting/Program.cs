using System.Globalization;
using Composerp.Bench.Forecasting;
using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Combination;

// Official scores of Naive2 on the hourly series of M4, to which its OWA is relative.
const double Naive2Smape = 18.383;
const double Naive2Mase = 2.395;
const double SeasonalNaiveTourismMase = 1.699;

string[] subjects = ["m4", "m3", "tourism", "m5", "carparts", "fresh", "speed"];

if (args is not ([] or ["--quick"] or ["--only", _] or ["--quick", "--only", _]) || (args is [.., "--only", var named] && !subjects.Contains(named)))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run -c Release --project bench/Forecasting [-- [--quick] [--only {string.Join('|', subjects)}]]");

    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var token = stop.Token;
var effort = args is ["--quick", ..] ? Effort.Quick : Effort.Full;
var isWhole = effort.Every == 1;
var figures = new List<Figure>();
Console.WriteLine(isWhole ? "All series of each set." : $"Every {effort.Every}th series of each set: no bar is held against scores.");

if (Wants("m4") && Sample(Competitions.FindM4Hourly(), "m4") is { } hourly)
{
    AddAll(SingleModels.OfM4Hourly(hourly, Naive2Smape, Naive2Mase, isWhole));
    var (scores, against) = Combination(hourly);
    Add(Bar("m4-hourly-owa", scores.Owa(Naive2Smape, Naive2Mase), "owa", 0.62));
    AddAll(against.Figures("m4-hourly", isWhole));
}

if (Wants("m3") && Sample(Competitions.FindM3Monthly(), "m3") is { } monthly)
{
    AddAll(SingleModels.OfM3Monthly(monthly, isWhole));
    var (scores, against) = Combination(monthly);
    Add(Bar("m3-monthly-smape", scores.Smape, "%", 13.9));
    AddAll(against.Figures("m3-monthly", isWhole));
}

if (Wants("tourism") && Sample(Competitions.FindTourismQuarterly(), "tourism") is { } quarterly)
{
    var (scores, against) = Combination(quarterly);
    Add(Bar("tourism-quarterly-rel-mase", scores.Mase / SeasonalNaiveTourismMase, "ratio", 0.92));
    AddAll(against.Figures("tourism-quarterly", isWhole));
}

if (!Wants("m5"))
{
    Console.WriteLine("  left out: m5.");
}
else if (await RetailDays.FindAsync("sales_300_series_d1_d1913.csv", token) is { } retail)
{
    var run = new RetailRun(retail, effort.Every, effort.RowsMax);
    AddAll(run.Measure());
    RetailForecast[] newest = [.. run.ForecastAll(0)];
    AddAll(new DepartmentRun(newest).Measure(isWhole));
    AddAll(new SharingRun(newest).Measure());
    AddAll(ColdStartRun.Measure(retail));
}
else
{
    Console.WriteLine("  skipped: ../shared/data/m5 is not beside the repository.");
}

if (Wants("carparts") && Sample(Competitions.FindCarParts(), "carparts") is { } parts)
{
    AddAll(SpareParts.Measure(parts, isWhole));
}

if (!Wants("fresh"))
{
    Console.WriteLine("  left out: fresh.");
}
else if (await FreshSales.FindAsync(token) is { } fresh)
{
    AddAll(FreshRun.Measure([.. fresh.Where((_, place) => place % effort.Every == 0)], isWhole, effort.RowsMax));
}
else
{
    Console.WriteLine("  skipped: ../shared/data/freshretailnet is not beside the repository.");
}

if (Wants("speed") && Competitions.FindM3Monthly() is { } forSpeed)
{
    var own = Speeds.EtsPerSecond(forSpeed, effort.SpeedSeconds);
    Add(Speeds.EtsAlone(own));

    if (await RReference.FindPerSecondAsync(forSpeed, effort.ReferenceSeries, RReference.Ets, token) is { } smoothed)
    {
        Add(Figure.AtLeast("ets-against-r", own, "series/s", smoothed, 50));
    }

    if (await RReference.FindPerSecondAsync(forSpeed, effort.ReferenceAllSeries, RReference.EtsArimaTheta, token) is { } combined)
    {
        Add(Figure.AtLeast("combination-against-r", Speeds.CombinationPerSecond(forSpeed, effort.SpeedSeconds), "series/s", combined, 50));
    }

    Add(Speeds.Update(forSpeed));
}

if (Wants("speed") && Competitions.FindM5(RetailRun.Horizon) is { } daily)
{
    Add(Speeds.Full(daily with { Series = [.. daily.Series.Where(series => series.Training.Length > 1_800)] }, effort.SpeedSeconds));
}

Report.Show(figures);
Console.WriteLine($"Written to {await Report.WriteAsync("forecasting", figures, token)}.");

return figures.All(figure => figure.Met != false) ? 0 : 1;

TestSet? Sample(TestSet? set, string folder)
{
    if (set is null)
    {
        Console.WriteLine($"  skipped: ../shared/data/{folder} is not beside the repository.");

        return null;
    }

    return set with { Series = [.. set.Series.Where((_, place) => place % effort.Every == 0)] };
}

bool Wants(string subject) => args is not [.., "--only", var only] || only == subject;

(SetScores Scores, AgainstNaive Against) Combination(TestSet set)
{
    var against = new AgainstNaive(set.Period, RetailScores.M5Levels);
    against.AddAll(set);

    return (SetScores.Of(set, (series, mean) => LocalForecast.Of(series.Training, set.Periods, set.Horizon).Forecast.Mean.CopyTo(mean, 0)), against);
}

Figure Bar(string name, double value, string unit, double bar) =>
    isWhole ? Figure.AtMost(name, value, unit, bar) : Figure.Plain(name, value, unit);

void AddAll(IEnumerable<Figure> found)
{
    foreach (var figure in found)
    {
        Add(figure);
    }
}

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure.Name}: {figure.Value:#,0.####} {figure.Unit}"));
}
