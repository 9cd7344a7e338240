using System.Globalization;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Global;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>GET /v1/global-models, newest first, and GET /v1/global-models/{version} with what it looks at.</summary>
internal static class ListGlobalModels
{
    private static readonly string List = SqlFile.Of(typeof(ListGlobalModels), "list_global_models.sql");

    /// <summary>In the order of the stored shares.</summary>
    private static readonly string[] _classes = ["none", "smooth", "erratic", "intermittent", "lumpy"];

    /// <param name="RunId">The run that trained it.</param>
    /// <param name="Origin">The last day of demand that it saw.</param>
    /// <param name="HorizonDays">Days ahead that it forecasts.</param>
    /// <param name="Seed">The same demand and seed give the same model.</param>
    /// <param name="RowsSampled">Days that it learned from.</param>
    /// <param name="SeriesSampled">Series that these were drawn from.</param>
    /// <param name="SeriesTotal">Series that there were.</param>
    /// <param name="Shares">By class of demand its share in forecasts, 0 to 1.</param>
    /// <param name="Features">What it looks at, the ones that matter most first; of one model only.</param>
    internal sealed record Model(
        int Version,
        Guid RunId,
        DateOnly Origin,
        int HorizonDays,
        DateTimeOffset TrainedAt,
        long Seed,
        int RowsSampled,
        int SeriesSampled,
        int SeriesTotal,
        IReadOnlyDictionary<string, double> Shares,
        ModelBacktest Backtest,
        IReadOnlyList<FeatureImportance>? Features);

    /// <summary>On days that neither had seen: pinball loss over seven levels, scaled by the mean difference between neighbouring days.</summary>
    /// <param name="Series">That were judged.</param>
    /// <param name="LocalLoss">Of the local forecasts.</param>
    /// <param name="GlobalLoss">Of the global model alone.</param>
    /// <param name="Loss">Of both together, by the model's shares.</param>
    internal sealed record ModelBacktest(int Series, double LocalLoss, double GlobalLoss, double Loss);

    /// <param name="Unit">Of the feature's values; empty where they are words.</param>
    /// <param name="Importance">Its share in what splitting by features gained, 0 to 1.</param>
    internal sealed record FeatureImportance(string Name, string Unit, double Importance);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/global-models", ListAsync)
            .WithName(nameof(ListGlobalModels))
            .WithSummary("Models that learned from all series, newest first.")
            .WithTags("Global models")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/global-models/{version:int}", FindAsync)
            .WithName("FindGlobalModel")
            .WithSummary("One of them, with the features that matter to it.")
            .WithTags("Global models")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<Model>>, ProblemHttpResult>> ListAsync(
        NpgsqlDataSource database, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        int? before = after is null ? null : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : -1;

        return before == -1
            ? ForecastingProblem.UnknownCursor()
            : TypedResults.Ok(Page.Of(
                await ReadAsync(database, null, before, limit + 1, token),
                limit,
                model => model.Version.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> FindAsync(
        int version, NpgsqlDataSource database, CancellationToken token) =>
        await ReadAsync(database, version, null, 1, token) is [var model]
            ? TypedResults.Ok(model)
            : ForecastingProblem.NotFound("unknown-global-model", "Unknown global model", $"There is no global model {version}, or no longer.");

    private static async Task<List<Model>> ReadAsync(
        NpgsqlDataSource database, int? version, int? before, int limit, CancellationToken token)
    {
        await using var command = Of(
            database, List, Nullable(NpgsqlDbType.Integer, version), Nullable(NpgsqlDbType.Integer, before), Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var models = new List<Model>();

        while (await rows.ReadAsync(token))
        {
            models.Add(ModelOf(rows, isAlone: version is not null));
        }

        return models;
    }

    private static Model ModelOf(NpgsqlDataReader row, bool isAlone) => new(
        row.GetInt32(0),
        row.GetGuid(1),
        row.GetFieldValue<DateOnly>(2),
        row.GetInt32(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.GetInt64(5),
        row.GetInt32(6),
        row.GetInt32(7),
        row.GetInt32(8),
        _classes.Zip(row.GetFieldValue<double[]>(9)).ToDictionary(share => share.First, share => share.Second),
        new(row.GetInt32(10), row.GetDouble(11), row.GetDouble(12), row.GetDouble(13)),
        isAlone ? FeaturesOf(row.GetFieldValue<double[]>(14)) : null);

    private static List<FeatureImportance> FeaturesOf(double[] importances) =>
    [
        .. from feature in GlobalModel.Features.Zip(importances)
           orderby feature.Second descending
           let words = GlobalFeatureValue.WordsOf(feature.First)
           select new FeatureImportance(words.Name, words.Unit, feature.Second),
    ];
}
