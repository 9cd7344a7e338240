using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Queues a run every day at the configured time; of several replicas one does.</summary>
internal sealed partial class ScheduleRuns(
    ForecastRunStore runs,
    IOptions<ForecastRunOptions> options,
    TimeProvider time,
    ILogger<ScheduleRuns> logger) : BackgroundService
{
    private const string Actor = "schedule";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>The next time of day after an instant.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset now, TimeOnly dailyAt)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + dailyAt.ToTimeSpan();

        return today > now ? today : today.AddDays(1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.DailyAt is not { } dailyAt)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var next = NextAfter(time.GetUtcNow(), dailyAt);
            await Task.Delay(next - time.GetUtcNow(), time, stoppingToken);
            await EnqueueAsync(DateOnly.FromDateTime(next.UtcDateTime), stoppingToken);
        }
    }

    /// <summary>Tries until it is done: a database that is away at the very minute costs no day.</summary>
    private async Task EnqueueAsync(DateOnly day, CancellationToken token)
    {
        // Every replica tries to queue the day's run; the key lets one of them.
        var key = $"daily-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        var run = new NewRun(key, Actor, AskedOrigin: null, options.Value.HorizonDays, options.Value.HistoryDays);

        while (true)
        {
            try
            {
                await runs.EnqueueAsync(run, token);

                return;
            }
            catch (NpgsqlException fault)
            {
                LogNotQueued(fault, day);
                await Task.Delay(RetryAfter, time, token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not queue the forecast run of {Day} yet.")]
    private partial void LogNotQueued(Exception fault, DateOnly day);
}
