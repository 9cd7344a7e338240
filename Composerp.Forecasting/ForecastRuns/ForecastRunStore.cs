using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>The run table and its parts: what is queued, taken up, done.</summary>
internal sealed class ForecastRunStore(NpgsqlDataSource database)
{
    private static readonly string EnqueueRun = SqlFile.Of<ForecastRunStore>("enqueue_run.sql");
    private static readonly string FindRunOfKey = SqlFile.Of<ForecastRunStore>("find_run_of_key.sql");
    private static readonly string ClaimRun = SqlFile.Of<ForecastRunStore>("claim_run.sql");
    private static readonly string ReadObservedDays = SqlFile.Of<ForecastRunStore>("read_observed_days.sql");
    private static readonly string PlanRun = SqlFile.Of<ForecastRunStore>("plan_run.sql");
    private static readonly string ReadOpenParts = SqlFile.Of<ForecastRunStore>("read_open_parts.sql");
    private static readonly string FailRun = SqlFile.Of<ForecastRunStore>("fail_run.sql");
    private static readonly string RetireRuns = SqlFile.Of<ForecastRunStore>("retire_runs.sql");
    private static readonly string DeleteRetiredPart = SqlFile.Of<ForecastRunStore>("delete_retired_part.sql");

    /// <summary>Queues a run, once per idempotency key.</summary>
    /// <returns>The id of the run of that key, and whether it was asked for with these values.</returns>
    public async Task<(Guid Id, bool IsSame)> EnqueueAsync(NewRun run, CancellationToken token)
    {
        var id = Guid.CreateVersion7();
        await using var enqueue = Of(
            database,
            EnqueueRun,
            Value(id),
            Nullable(NpgsqlDbType.Text, run.IdempotencyKey),
            Nullable(NpgsqlDbType.Text, run.Actor),
            Nullable(NpgsqlDbType.Date, run.AskedOrigin),
            Value(run.HorizonDays),
            Value(run.HistoryDays),
            Value(QuantileLevels.All.ToArray()),
            Value(run.Scope));

        if (await enqueue.ExecuteNonQueryAsync(token) == 1)
        {
            return (id, true);
        }

        await using var find = Of(
            database,
            FindRunOfKey,
            Nullable(NpgsqlDbType.Text, run.IdempotencyKey),
            Nullable(NpgsqlDbType.Date, run.AskedOrigin),
            Value(run.HorizonDays),
            Value(run.Scope));
        await using var row = await find.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return (row.GetGuid(0), row.GetBoolean(1));
    }

    /// <summary>Takes up the next run; null where none waits.</summary>
    public async Task<ClaimedRun?> FindNextAsync(CancellationToken token)
    {
        await using var command = Of(database, ClaimRun);
        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token) ? ClaimedRunOf(row) : null;
    }

    /// <summary>The origin of a run that leaves it to us, at a given time.</summary>
    public async Task<DateOnly> ChooseOriginAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var command = Of(database, ReadObservedDays);
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return OriginOf(row, now);
    }

    /// <summary>Fixes the origin and the run that this one is based on, and cuts the series into parts.</summary>
    /// <exception cref="RunTakenOverException">Another process took the run up.</exception>
    public async Task<ClaimedRun> PlanAsync(ClaimedRun run, DateOnly origin, int seriesPerPart, CancellationToken token)
    {
        await using var command = Of(
            database,
            PlanRun,
            Value(run.Id),
            Value(run.Claim),
            Value(origin),
            Value(seriesPerPart));

        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token)
            ? run with { Origin = origin, BasedOn = BasedOnOf(row) }
            : throw new RunTakenOverException(run.Id);
    }

    public async Task<List<RunPart>> ReadOpenPartsAsync(Guid run, CancellationToken token)
    {
        await using var command = Of(database, ReadOpenParts, Value(run));
        await using var rows = await command.ExecuteReaderAsync(token);
        var parts = new List<RunPart>();

        while (await rows.ReadAsync(token))
        {
            parts.Add(PartOf(rows));
        }

        return parts;
    }

    public async Task FailAsync(ClaimedRun run, string problem, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await using var command = new NpgsqlCommand(FailRun, connection, transaction)
        {
            Parameters = { Value(run.Id), Value(run.Claim), Value(problem) },
        };

        if (await command.ExecuteScalarAsync(token) is DateTime failedAt)
        {
            await RunEvents.AppendAsync(
                transaction,
                EventTypes.ForecastRunFailed,
                new ForecastRunFailedV1(run.Id, new DateTimeOffset(failedAt), problem),
                ContractsJson.Default.ForecastRunFailedV1,
                token);
        }

        await transaction.CommitAsync(token);
    }

    /// <summary>Deletes the forecasts of runs that failed, and of all completed ones but the newest.</summary>
    public async Task DeleteOldForecastsAsync(int completedRunsKept, CancellationToken token)
    {
        await using var retire = Of(database, RetireRuns, Value(completedRunsKept));
        await retire.ExecuteNonQueryAsync(token);

        await using var delete = Of(database, DeleteRetiredPart);

        while (await delete.ExecuteScalarAsync(token) is not 0L)
        {
            token.ThrowIfCancellationRequested();
        }
    }

    private static Guid? BasedOnOf(NpgsqlDataReader row) => row.GetFieldValue<Guid?>(0);

    private static ClaimedRun ClaimedRunOf(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt32(1),
        row.GetFieldValue<DateOnly?>(2),
        row.GetFieldValue<DateOnly?>(3),
        row.GetInt32(4),
        row.GetInt32(5),
        row.GetFieldValue<double[]>(6),
        row.GetString(7),
        row.GetFieldValue<Guid?>(8));

    private static DateOnly OriginOf(NpgsqlDataReader row, DateTimeOffset now) => RunOrigin.Choose(
        row.GetFieldValue<DateOnly?>(0),
        row.GetFieldValue<DateOnly?>(1),
        BusinessDay.LastOver(now, row.GetFieldValue<string[]>(2).Select(TimeZoneInfo.FindSystemTimeZoneById)));

    internal static RunPart PartOf(NpgsqlDataReader row) => new(
        row.GetInt16(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5));
}
