using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>The end of a run: its totals, its status and the events that tell of it, in one transaction.</summary>
internal sealed class CompleteRun(NpgsqlDataSource database, EventSignal signal)
{
    /// <summary>Days before an origin whose runs it tells of.</summary>
    private const int ComparedDays = 28;

    private static readonly string LockRun = SqlFile.Of<CompleteRun>("lock_run.sql");
    private static readonly string ReadPartTotals = SqlFile.Of<CompleteRun>("read_part_totals.sql");
    private static readonly string SumComparisons = SqlFile.Of<CompleteRun>("sum_comparisons.sql");
    private static readonly string Complete = SqlFile.Of<CompleteRun>("complete_run.sql");

    /// <exception cref="RunTakenOverException">Another process took the run up; nothing was written.</exception>
    public async Task RunAsync(ClaimedRun run, DateOnly origin, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        // Before anything is locked: of a large shop it takes a while.
        var compared = await SumComparisonsAsync(connection, origin, token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        await LockAsync(transaction, run, token);
        var parts = await ReadPartsAsync(connection, run.Id, token);
        var totals = RunTotals.Sum(parts.Select(part => part.Totals), run.Levels.Length);
        var completedAt = await CompleteAsync(transaction, run.Id, totals, token);

        foreach (var shard in parts.GroupBy(part => part.Shard).OrderBy(shard => shard.Key))
        {
            var seriesCount = shard.Sum(part => part.SeriesCount);

            if (seriesCount > 0)
            {
                var sums = compared.GetValueOrDefault(shard.Key);
                var completed = new ForecastRunCompletedV1(
                    run.Id, shard.Key, origin, run.HorizonDays, seriesCount, run.Levels, completedAt,
                    sums?.Demand, sums?.AbsoluteError, sums?.FinalAbsoluteError);
                await EventTable.AppendAsync(
                    transaction,
                    shard.Key,
                    [NewEvent.Of(EventTypes.ForecastRunCompleted, completed, ContractsJson.Default.ForecastRunCompletedV1)],
                    token);
            }
        }

        await transaction.CommitAsync(token);
        signal.Wake();
    }

    /// <summary>Keeps others from taking the run up until the transaction ends.</summary>
    /// <exception cref="RunTakenOverException">Another process took the run up.</exception>
    internal static async Task LockAsync(NpgsqlTransaction transaction, ClaimedRun run, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(LockRun, transaction.Connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = run.Id },
                new NpgsqlParameter<int> { TypedValue = run.Claim },
            },
        };

        if (await command.ExecuteScalarAsync(token) is not true)
        {
            throw new RunTakenOverException(run.Id);
        }
    }

    private static async Task<List<(int Shard, int SeriesCount, RunTotals Totals)>> ReadPartsAsync(
        NpgsqlConnection connection, Guid run, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(ReadPartTotals, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = run } },
        };
        await using var rows = await command.ExecuteReaderAsync(token);
        var parts = new List<(int, int, RunTotals)>();

        while (await rows.ReadAsync(token))
        {
            parts.Add((rows.GetInt16(0), rows.GetInt32(1), ReadTotals(rows.GetString(2))));
        }

        return parts;
    }

    private static async Task<Dictionary<int, ComparedSums>> SumComparisonsAsync(
        NpgsqlConnection connection, DateOnly origin, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(SumComparisons, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<DateOnly> { TypedValue = origin },
                new NpgsqlParameter<int> { TypedValue = ComparedDays },
            },
            CommandTimeout = 0,
        };
        var shards = await DatabaseRow.ListAsync(
            command,
            row => (Shard: row.GetInt16(0), Sums: new ComparedSums(row.GetDouble(1), row.GetDouble(2), row.GetFieldValue<double?>(3))),
            token);

        return shards.ToDictionary(shard => (int)shard.Shard, shard => shard.Sums);
    }

    private static RunTotals ReadTotals(string json) =>
        JsonSerializer.Deserialize(json, ForecastingJson.Default.RunTotals)
        ?? throw new InvalidOperationException("A part of the run has no totals.");

    private static async Task<DateTimeOffset> CompleteAsync(
        NpgsqlTransaction transaction, Guid run, RunTotals totals, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(Complete, transaction.Connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = run },
                new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                    Value = JsonSerializer.Serialize(totals, ForecastingJson.Default.RunTotals),
                },
            },
        };

        return await command.ExecuteScalarAsync(token) is DateTime completedAt
            ? new DateTimeOffset(completedAt)
            : throw new InvalidOperationException($"There is no run {run}.");
    }

    /// <param name="FinalAbsoluteError">Null where nothing was adjusted.</param>
    private sealed record ComparedSums(double Demand, double AbsoluteError, double? FinalAbsoluteError);
}
