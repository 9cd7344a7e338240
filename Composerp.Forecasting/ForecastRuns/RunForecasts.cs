using Composerp.Forecasting.ForecastRuns.Levels;
using Composerp.Forecasting.GlobalModels;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Works on queued runs, one at a time over all replicas.</summary>
/// <remarks>
/// A run is cut into parts, each of them written in a transaction of its own. What ends a process in the middle costs
/// the parts that were open: whoever takes the run up next goes on with those. Demand that comes in meanwhile is seen by
/// the parts that are read after it, up to the run's origin.
/// </remarks>
internal sealed partial class RunForecasts(
    NpgsqlDataSource database,
    ForecastRunStore runs,
    ForecastPart forecastPart,
    ReconcileLevels reconcileLevels,
    CompleteRun completeRun,
    LearnedModels learnedModels,
    ForecastRunMetrics metrics,
    IOptions<ForecastRunOptions> options,
    TimeProvider time,
    ILogger<RunForecasts> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Leaves connections of the process's pool of 20 to everything else.</summary>
    private const int ParallelPartsUnasked = 12;

    /// <summary>A run that so many processes took up and none ended will not end: it is given up.</summary>
    private const int ClaimsMax = 20;

    private int ParallelParts => options.Value.ParallelPartsMax is > 0 and var max
        ? max
        : Math.Min(Environment.ProcessorCount, ParallelPartsUnasked);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await WorkAsync(stoppingToken))
                {
                    await Task.Delay(LookEvery, time, stoppingToken);
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The run keeps its parts; it is taken up again.
                LogInterrupted(fault);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>Whether there was a run to work on.</returns>
    private async Task<bool> WorkAsync(CancellationToken token)
    {
        await using var turn = await RunLock.TryTakeAsync(database, token);

        if (turn is null || await runs.FindNextAsync(token) is not { } run)
        {
            return false;
        }

        try
        {
            await EndAsync(run, token);
        }
        catch (RunTakenOverException)
        {
            LogLost(run.Id);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            LogFailed(fault, run.Id);
            await GiveUpAsync(run, fault.Message, token);
        }

        await runs.DeleteOldForecastsAsync(options.Value.CompletedRunsKept, token);
        await learnedModels.DeleteOldAsync(token);

        return true;
    }

    private async Task EndAsync(ClaimedRun run, CancellationToken token)
    {
        LogTakenUp(run.Id, run.Claim);

        if (run.Claim > ClaimsMax)
        {
            await GiveUpAsync(run, $"The run was taken up {ClaimsMax} times and never ended.", token);

            return;
        }

        var planned = run.Origin is null ? await PlanAsync(run, token) : run;
        var origin = planned.Origin ?? throw new InvalidOperationException($"Run {run.Id} is planned without an origin.");
        var parts = await runs.ReadOpenPartsAsync(run.Id, token);
        planned = planned with { Learned = await ChooseLearnedAsync(planned, origin, token) };
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = ParallelParts,
            CancellationToken = token,
        };

        await Parallel.ForEachAsync(
            parts, parallel, async (part, cancelled) => await forecastPart.RunAsync(planned, origin, part, cancelled));
        await reconcileLevels.RunAsync(planned, origin, parallel, token);
        await completeRun.RunAsync(run, origin, token);

        metrics.RunEnded("completed");
        LogCompleted(run.Id, origin);
    }

    private async Task<ClaimedRun> PlanAsync(ClaimedRun run, CancellationToken token)
    {
        var origin = run.AskedOrigin ?? await runs.ChooseOriginAsync(time.GetUtcNow(), token);

        return await runs.PlanAsync(run, origin, options.Value.SeriesPerPart, token);
    }

    private async Task<Learned> ChooseLearnedAsync(ClaimedRun run, DateOnly origin, CancellationToken token) =>
        await learnedModels.ChooseAsync(
            new(
                run.Id,
                run.Claim,
                origin,
                run.HistoryDays,
                run.HorizonDays,
                run.Scope == RunScopes.Full,
                Math.Min(ParallelParts, Environment.ProcessorCount)),
            token)
        ?? throw new RunTakenOverException(run.Id);

    private async Task GiveUpAsync(ClaimedRun run, string problem, CancellationToken token)
    {
        await runs.FailAsync(run, problem, token);
        metrics.RunEnded("failed");
    }

    [LoggerMessage(LogLevel.Information, "Took up forecast run {Run}, time {Claim}.")]
    private partial void LogTakenUp(Guid run, int claim);

    [LoggerMessage(LogLevel.Information, "Completed forecast run {Run} with origin {Origin}.")]
    private partial void LogCompleted(Guid run, DateOnly origin);

    [LoggerMessage(LogLevel.Information, "Left forecast run {Run}: it was cancelled, or another process has it.")]
    private partial void LogLost(Guid run);

    [LoggerMessage(LogLevel.Error, "Gave up forecast run {Run}.")]
    private partial void LogFailed(Exception fault, Guid run);

    [LoggerMessage(LogLevel.Warning, "Work on forecast runs was interrupted.")]
    private partial void LogInterrupted(Exception fault);
}
