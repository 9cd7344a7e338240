using Microsoft.Extensions.Options;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Looks now and then whether forecasts can be compared with what came; of several replicas one does.</summary>
internal sealed partial class MeasureAccuracy(
    CompareForecasts compare, IOptions<AccuracyOptions> options, TimeProvider time, ILogger<MeasureAccuracy> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(options.Value.LookEvery, time);

        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                await MeasureAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what was compared is written.
        }
    }

    private async Task MeasureAsync(CancellationToken token)
    {
        try
        {
            if (await compare.RunAsync(time.GetUtcNow(), token) is > 0 and var parts)
            {
                LogCompared(parts);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it was, the next look tries the same parts again.
            LogNotCompared(fault);
        }
    }

    [LoggerMessage(LogLevel.Information, "Compared {Parts} parts of forecast runs with the demand that came.")]
    private partial void LogCompared(int parts);

    [LoggerMessage(LogLevel.Warning, "Could not compare forecasts with the demand that came.")]
    private partial void LogNotCompared(Exception fault);
}
