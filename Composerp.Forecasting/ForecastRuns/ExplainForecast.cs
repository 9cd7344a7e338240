using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.GlobalModels;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>GET /v1/forecasts/explanation: forecasts one series at once, and says what the forecast is made of.</summary>
/// <remarks>Nothing is stored: the forecasts that others see are those of runs.</remarks>
internal static class ExplainForecast
{
    /// <param name="Origin">The last day of demand that it sees.</param>
    /// <param name="FirstDay">The first day of demand that it sees: the first sale, or the beginning of the history looked at.</param>
    /// <param name="HistoryDays">Days from there to the origin.</param>
    /// <param name="DemandClass">smooth, erratic, intermittent, lumpy, or none where nothing was ever sold: it decides which models compete.</param>
    /// <param name="DemandInterval">Days for each one with demand; absent where there is none.</param>
    /// <param name="SizeVariation">Squared coefficient of variation of the demand of days that have some.</param>
    /// <param name="Model">The one model that counts, or combination.</param>
    /// <param name="Candidates">The models that competed, the one that counts most first.</param>
    /// <param name="BacktestDays">Days on which they were compared, once for each origin; 0 where the history is too short.</param>
    /// <param name="Wape">Of the forecast's own backtest: absolute error per unit of demand.</param>
    /// <param name="Bias">Of the same: error per unit of demand, 0.1 is ten percent too much.</param>
    /// <param name="GlobalModel">What the newest global model made of one day; absent where there is none, and of histories that it does not know the like of.</param>
    /// <param name="GlobalModelAbsence">Why there is none.</param>
    /// <param name="SimilarItems">What similar items say; absent where the item is not young.</param>
    /// <param name="Reconciliation">What the levels above it changed in the newest run, which is not in these numbers; absent where that changed nothing.</param>
    /// <param name="Levels">The quantile levels, ascending.</param>
    internal sealed record Explanation(
        string Location,
        string Sku,
        DateOnly Origin,
        DateOnly FirstDay,
        int HistoryDays,
        string DemandClass,
        double? DemandInterval,
        double SizeVariation,
        string Model,
        IReadOnlyList<CandidateModel> Candidates,
        ForecastComponents Components,
        int BacktestDays,
        double? Wape,
        double? Bias,
        ExplainedGlobalModel? GlobalModel,
        string? GlobalModelAbsence,
        ExplainedPeers? SimilarItems,
        ExplainedLevels? Reconciliation,
        IReadOnlyList<double> Levels,
        IReadOnlyList<ExplainedDay> Days);

    /// <param name="Date">The location's business day.</param>
    /// <param name="Mean">Units expected.</param>
    /// <param name="Quantiles">Units, for each level.</param>
    /// <param name="SumQuantiles">Units of all days up to and including this one together, for each level.</param>
    internal sealed record ExplainedDay(DateOnly Date, double Mean, IReadOnlyList<double> Quantiles, IReadOnlyList<double> SumQuantiles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecasts/explanation", HandleAsync)
        .WithName(nameof(ExplainForecast))
        .WithSummary("Forecasts one series now, with the models that competed, their weights and errors, and what the forecast is made of.")
        .WithTags("Forecasts")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> HandleAsync(
        string location,
        string sku,
        DateOnly? origin,
        int? horizonDays,
        int? daysAhead,
        ForecastRunStore runs,
        NpgsqlDataSource database,
        SeriesForecaster forecaster,
        LearnedModels learnedModels,
        IOptions<ForecastRunOptions> options,
        TimeProvider time,
        CancellationToken token)
    {
        var horizon = horizonDays ?? options.Value.HorizonDays;

        if (horizon is < 1 or > ForecastRunOptions.HorizonDaysMax)
        {
            return ForecastingProblem.Malformed(nameof(horizonDays), $"The horizon is 1 to {ForecastRunOptions.HorizonDaysMax} days.");
        }

        if (daysAhead < 1 || daysAhead > horizon)
        {
            return ForecastingProblem.Malformed(nameof(daysAhead), "The day is 1 to the days of the horizon.");
        }

        if (origin is { Year: < 1900 or > 2200 })
        {
            return ForecastingProblem.Malformed(nameof(origin), "The origin is of the years 1900 to 2200.");
        }

        var last = origin ?? await runs.ChooseOriginAsync(time.GetUtcNow(), token);
        var span = new HistorySpan(last, options.Value.HistoryDays, horizon);
        await using var connection = await database.OpenConnectionAsync(token);
        var histories = new HistoryRows(connection, Shards.OfLocation(location));

        if (await histories.ReadBetweenAsync(new(location, sku), new(location, sku), span, token) is not [var recorded])
        {
            return ForecastingProblem.UnknownSeries(location, sku);
        }

        var learned = await learnedModels.FindNewestAsync(last, horizon, token);
        var items = await learned.ReadItemsAsync(connection, [sku], token);

        var explanation = Explain(recorded, span, daysAhead ?? 1, learned, new(forecaster, learned, items));

        return TypedResults.Ok(explanation with { Reconciliation = await ExplainedLevels.FindAsync(connection, location, sku, token) });
    }

    private static Explanation Explain(
        RecordedHistory recorded, HistorySpan span, int daysAhead, Learned learned, LearnedForecast forecasting)
    {
        var levels = QuantileLevels.All;
        var (origin, historyDays, horizonDays) = (span.Origin, span.HistoryDays, span.HorizonDays);
        var history = PreparedHistory.Of(recorded, origin, historyDays, horizonDays);
        var basic = forecasting.Of(recorded, history, historyDays, levels);
        var member = GlobalMember.Knows(history.Values) ? forecasting.FindMember(recorded, history) : null;
        var explained = ForecastExplanation.Of(history.Values, origin, horizonDays, basic, member);
        var forecast = basic.Times(history.Planned.Factors);

        return new(
            history.Location,
            history.Sku,
            origin,
            history.FirstDay,
            history.Values.Length,
            explained.DemandClass,
            explained.DemandInterval,
            explained.SizeVariation,
            forecast.ModelName,
            explained.Candidates,
            explained.Components,
            forecast.Accuracy?.Days ?? 0,
            forecast.Accuracy?.Wape,
            forecast.Accuracy?.Bias,
            member is not null && learned.Model is { } model ? ExplainedGlobalModel.Of(model, member, forecast, origin, daysAhead) : null,
            learned.Choice.WhyNone,
            forecasting.FindPeers(recorded, history, historyDays) is { } peers
                ? ExplainedPeers.Of(peers, forecasting.ItemOf(recorded))
                : null,
            null,
            levels,
            [
                .. Enumerable.Range(0, horizonDays).Select(ahead => new ExplainedDay(
                    origin.AddDays(ahead + 1),
                    forecast.Mean[ahead],
                    [.. forecast.Quantiles.Select(days => days[ahead])],
                    [.. forecast.SumQuantiles.Select(days => days[ahead])])),
            ]);
    }
}
