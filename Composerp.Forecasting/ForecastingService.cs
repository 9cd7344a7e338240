using Composerp.Contracts;
using Composerp.Forecasting.Accuracy;
using Composerp.Forecasting.Adjustments;
using Composerp.Forecasting.DayMarks;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.ForecastRuns.Levels;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Forecasts.Plots;
using Composerp.Forecasting.GlobalModels;
using Composerp.Forecasting.Supersessions;
using Composerp.ServiceDefaults;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting;

/// <summary>Table of contents of the service.</summary>
internal static class ForecastingService
{
    private const string Name = "forecasting";
    private const string Ledger = "inventory-ledger";

    public static void AddForecasting(this IHostApplicationBuilder builder)
    {
        builder.AddEventLog(new EventTable(Name, Topics.Forecast));
        builder.AddEventConsumer<RecordDemand>(Ledger, Topics.Inventory);

        builder.Services.AddSingleton<DemandRows>();
        builder.Services.AddSingleton<SeriesRows>();
        builder.Services.AddSingleton<MarkStore>();
        builder.Services.AddSingleton<SupersessionStore>();
        builder.Services.AddSingleton<ReadableRuns>();
        builder.Services.AddSingleton<ForecastRows>();
        builder.Services.AddForecastRuns();
        builder.Services.AddGlobalModels();
        builder.Services.AddSingleton<AdjustmentRows>();
        builder.Services.AddSingleton<AdjustmentStore>();
        builder.Services.AddSingleton<FreezeStore>();
        builder.Services.AddAccuracy();

        builder.Services.AddOpenApi();
        builder.DescribeParameters(new Dictionary<string, string>
        {
            ["location"] = "The code of a location.",
            ["sku"] = "The code of an item.",
            ["kind"] = "outlier, promotion, closure or event.",
            ["from"] = "The first business day.",
            ["to"] = "The last business day.",
            ["runId"] = "A completed run; by default the newest.",
            ["level"] = "total, region, category or location: one level only.",
            ["region"] = "A time zone, of whose locations a region consists.",
            ["category"] = "A category of items; empty: items without one.",
            ["inEffect"] = "true: only those in effect today; false: only others.",
            ["origin"] = "The last day of demand to see; by default the last observed one that is over everywhere.",
            ["horizonDays"] = "Days to forecast, 1 to 365; by default what the service is configured to.",
            ["daysAhead"] = "The day of the forecast whose features are shown: 1, the default, is the one after the origin.",
            ["version"] = "The version of a global model.",
            ["shard"] = "Only the locations of this shard, 0 to 63.",
            [RequestText.IdempotencyKeyHeader] = "The same key has one effect only, however often it is sent.",
        });
    }

    public static void MapForecasting(this WebApplication app)
    {
        ListDemand.Map(app);
        ExportDemand.Map(app);
        ListSeries.Map(app);
        ReadHistory.Map(app);

        PutMarks.Map(app);
        ListMarks.Map(app);
        RemoveMark.Map(app);

        PutSupersession.Map(app);
        ListSupersessions.Map(app);

        StartRun.Map(app);
        CancelRun.Map(app);
        ReadRuns.Map(app);
        ListFailures.Map(app);
        ExplainForecast.Map(app);

        ListGlobalModels.Map(app);

        ListForecasts.Map(app);
        ListForecastLevels.Map(app);
        ExportForecasts.Map(app);
        PlotForecast.Map(app);
        ListAccuracy.Map(app);
        ListIssuedAccuracy.Map(app);
        ListDrift.Map(app);

        AdjustForecasts.Map(app);
        FreezeForecasts.Map(app);

        app.MapEventLog();
    }

    private static void AddAccuracy(this IServiceCollection services)
    {
        services.AddOptions<AccuracyOptions>()
            .BindConfiguration(AccuracyOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<CompareForecasts>();
        services.AddHostedService<MeasureAccuracy>();
    }

    private static void AddGlobalModels(this IServiceCollection services)
    {
        services.AddOptions<GlobalModelOptions>()
            .BindConfiguration(GlobalModelOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<GlobalModelStore>();
        services.AddSingleton<LearnedModels>();
    }

    private static void AddForecastRuns(this IServiceCollection services)
    {
        services.AddOptions<ForecastRunOptions>()
            .BindConfiguration(ForecastRunOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SeriesForecaster>(Forecast.Of);
        services.AddSingleton<ForecastRunStore>();
        services.AddSingleton<ForecastRunRows>();
        services.AddSingleton<ForecastRunMetrics>();
        services.AddSingleton<ForecastPart>();
        services.AddSingleton<ReconcileLevels>();
        services.AddSingleton<CompleteRun>();
        services.AddHostedService<RunForecasts>();
        services.AddHostedService<ScheduleRuns>();
    }
}
