using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

/// <summary>Keeps the gauge of open dead letters.</summary>
internal sealed partial class CountDeadLetters(
    NpgsqlDataSource database, EventLogMetrics metrics, TimeProvider time, ILogger<CountDeadLetters> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);

        do
        {
            try
            {
                metrics.DeadLettersAreOpen(await DeadLetterStore.CountOpenAsync(database, stoppingToken));
            }
            catch (NpgsqlException fault)
            {
                LogNotCounted(fault.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Debug, "Dead letters were not counted: {Reason}")]
    private partial void LogNotCounted(string reason);
}
