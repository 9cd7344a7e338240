using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Exceptions;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>Key figures of a run: of the 28 days before it, and of the moment that it saw.</summary>
/// <param name="AchievedFillRate">
/// Of items with a target: what was sold of what would have been, where evenings without stock are taken to have sold as
/// much as the other days. What was truly asked for in vain nobody tells.
/// </param>
/// <param name="TargetFillRate">Of the same items, weighted by what they sell.</param>
/// <param name="StockOutDays">Evenings of items at locations without stock.</param>
/// <param name="StockOutShare">Of all evenings of items at locations that are planned.</param>
/// <param name="Turns">Cost of what was sold, in a year at this pace, per cost of the stock.</param>
/// <param name="DaysOfCover">So long the stock lasts for what is forecast, at cost.</param>
/// <param name="StockValue">On hand, at cost.</param>
/// <param name="ObsoleteValue">Of dead stock.</param>
/// <param name="ForecastValueAdded">
/// Absolute error per unit of demand of the statistical forecasts less that of the final ones, of what forecasting could
/// compare with sales: above 0 people's adjustments helped.
/// </param>
/// <param name="OverrideHitRate">Share of planners' levels that proved right: higher ones that were needed, lower ones that sufficed.</param>
/// <param name="Unknown">Why figures are null.</param>
internal sealed record RunKpis(
    Guid PlanningRun,
    DateOnly From,
    DateOnly To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? AchievedFillRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? TargetFillRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? StockOutDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? StockOutShare,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Turns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? DaysOfCover,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? StockValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? ExcessValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? ObsoleteValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? ForecastValueAdded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? OverrideHitRate,
    IReadOnlyList<RunExceptions> Exceptions,
    IReadOnlyList<UnknownKpi> Unknown)
{
    public const int Days = 28;

    private static readonly string MeasureStockDays = SqlFile.Of<RunKpis>("measure_stock_days.sql");
    private static readonly string MeasureValueAdded = SqlFile.Of<RunKpis>("measure_value_added.sql");

    /// <summary>Of a run that measured nothing.</summary>
    public static RunKpis Unmeasured(Guid run, DateOnly today, string why) => new(
        run, today.AddDays(-Days), today.AddDays(-1), null, null, null, null, null, null, null, null, null, null, null, [],
        [.. Figures.Select(figure => new UnknownKpi(figure, why))]);

    private static IEnumerable<string> Figures => JsonFigures.Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static string[] JsonFigures =>
    [
        nameof(AchievedFillRate), nameof(TargetFillRate), nameof(StockOutDays), nameof(StockOutShare), nameof(Turns), nameof(DaysOfCover),
        nameof(StockValue), nameof(ExcessValue), nameof(ObsoleteValue), nameof(ForecastValueAdded), nameof(OverrideHitRate),
    ];

    /// <summary>Measures what a full run can say, after it was stored and in its transaction.</summary>
    public static async Task<RunKpis> MeasureAsync(
        NpgsqlTransaction transaction, Guid run, DateOnly today, RunTallies tallies, CancellationToken token)
    {
        var (from, to) = (today.AddDays(-Days), today.AddDays(-1));
        var measured = (await transaction.Statement(MeasureStockDays).WithoutTimeout()
            .With(from)
            .With(to)
            .With(tallies.Entered.Select(entered => entered.Key.Location).ToArray())
            .With(tallies.Entered.Select(entered => entered.Key.Sku).ToArray())
            .With(tallies.Entered.Select(entered => entered.Raised).ToArray())
            .ListAsync(
                row => new Measured(
                    row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6),
                    row.GetDouble(7), row.GetInt64(8), row.GetInt64(9)),
                token)).Single();
        var forecasts = (await transaction.Statement(MeasureValueAdded)
            .With(from)
            .ListAsync(row => new Compared(row.GetInt64(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)), token)).Single();
        var exceptions = tallies.Exceptions.ToList();
        var unknown = new List<UnknownKpi>();
        var noDay = "No evening of an item that is planned is known: the ledger has told of none, or of today only.";

        var achieved = Ratio(measured.AimedSold, measured.AimedSold + measured.AimedLost, "achievedFillRate", measured.ItemDays == 0 ? noDay : "No item with a fill rate as its target was sold.");
        var target = Ratio(measured.AimedTarget, measured.AimedSold + measured.AimedLost, "targetFillRate", "No item with a fill rate as its target was sold.");
        var share = Ratio(measured.OutDays, measured.ItemDays, "stockOutShare", noDay);
        var yearly = measured.ItemDays == 0 ? 0 : 365.0 * measured.Items / measured.ItemDays * measured.SoldValue;
        var turns = Ratio(yearly, measured.MeanStockValue, "turns", measured.ItemDays == 0 ? noDay : "There was no stock of known cost.");
        var cover = Ratio((double)tallies.StockValue, tallies.DemandValue, "daysOfCover", "Nothing of known cost is forecast to be sold.");
        var valueAdded = Ratio(forecasts.AbsoluteError - forecasts.FinalAbsoluteError, forecasts.Adjusted == 0 ? 0 : forecasts.Demand, "forecastValueAdded", forecasts.WhyUnknown);
        var hits = Ratio(measured.Hits, measured.Judged, "overrideHitRate", "No planner's level that stands in for a calculated one has seen an evening yet.");

        if (measured.ItemDays == 0)
        {
            unknown.Add(new("stockOutDays", noDay));
        }

        return new(
            run, from, to, achieved, target, measured.ItemDays == 0 ? null : measured.OutDays, share, turns, cover,
            decimal.Round(tallies.StockValue, 2), MoneyOf(ConcernKinds.Excess), MoneyOf(ConcernKinds.DeadStock), valueAdded, hits, exceptions, unknown);

        double? Ratio(double part, double whole, string kpi, string why)
        {
            if (whole > 0)
            {
                return Math.Round(part / whole, 4);
            }

            unknown.Add(new(kpi, why));

            return null;
        }

        decimal MoneyOf(string kind) => decimal.Round(exceptions.Single(one => one.Kind == kind).Money, 2);
    }

    private sealed record Measured(
        long Items, long ItemDays, long OutDays, double SoldValue, double MeanStockValue, double AimedSold, double AimedLost, double AimedTarget,
        long Judged, long Hits);

    /// <param name="Told">Shards whose forecast run told how earlier forecasts compare.</param>
    /// <param name="Adjusted">Of these those where some of the forecasts had been adjusted.</param>
    private sealed record Compared(long Told, long Adjusted, double Demand, double AbsoluteError, double FinalAbsoluteError)
    {
        public string WhyUnknown => this switch
        {
            { Told: 0 } => "No forecast run of these days told how earlier forecasts compare with what was sold.",
            { Adjusted: 0 } => "Of the forecasts that can be compared with what was sold none was adjusted.",
            _ => "Nothing was sold of what was forecast.",
        };
    }
}

/// <param name="Money">At risk, of all together.</param>
internal sealed record RunExceptions(string Kind, int Count, decimal Money);

internal sealed record UnknownKpi(string Kpi, string Why);

/// <summary>The form in which key figures are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunKpis))]
internal sealed partial class KpiJson : JsonSerializerContext;
