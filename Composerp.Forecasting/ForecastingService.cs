using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
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
        builder.Services.AddSingleton<ReadableRuns>();
        builder.Services.AddSingleton<ForecastRows>();
        builder.Services.AddForecastRuns();
    }

    public static void MapForecasting(this WebApplication app)
    {
        app.MapEventLog();

        ListDemand.Map(app);
        ExportDemand.Map(app);

        StartRun.Map(app);
        ReadRuns.Map(app);
        ListFailures.Map(app);

        ListForecasts.Map(app);
        ExportForecasts.Map(app);
        ListAccuracy.Map(app);
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
        services.AddSingleton<CompleteRun>();
        services.AddHostedService<RunForecasts>();
        services.AddHostedService<ScheduleRuns>();
    }
}
