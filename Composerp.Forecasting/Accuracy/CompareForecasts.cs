using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Compares forecasts that were issued with the demand that came since, each day once, when it is complete.</summary>
/// <remarks>
/// Part by part, each in a transaction of its own that also notes how far it came: what ends the process in the middle costs
/// the part at hand. Memory: the forecasts of one part.
/// </remarks>
internal sealed class CompareForecasts(
    NpgsqlDataSource database, AdjustmentRows adjustments, EventSignal signal, IOptions<AccuracyOptions> options)
{
    private static readonly string TryLockMeasuring = SqlFile.Of<CompareForecasts>("try_lock_measuring.sql");
    private static readonly string ReadObservedDays = SqlFile.Of<CompareForecasts>("read_observed_days.sql");
    private static readonly string ReadUnmeasuredParts = SqlFile.Of<CompareForecasts>("read_unmeasured_parts.sql");
    private static readonly string DeleteOldMeasures = SqlFile.Of<CompareForecasts>("delete_old_measures.sql");

    /// <returns>Parts compared; 0 where nothing is to be done, or another process does it.</returns>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var turn = await database.OpenConnectionAsync(token);
        await using var turnTransaction = await turn.BeginTransactionAsync(token);
        await using var take = new NpgsqlCommand(TryLockMeasuring, turn, turnTransaction);

        if (await take.ExecuteScalarAsync(token) is not true || await FindLastDayAsync(now, token) is not { } lastDay)
        {
            return 0;
        }

        var parts = await ReadPartsAsync(lastDay, token);

        foreach (var part in parts)
        {
            await CompareAsync(part, lastDay, token);
        }

        foreach (var shard in parts.Select(part => part.Range.Shard).Distinct().Order())
        {
            await CompareLocationsAsync(shard, parts[^1].Levels[^1], token);
        }

        if (parts.Count > 0)
        {
            await using var delete = Of(database, DeleteOldMeasures, Value(lastDay.AddDays(-options.Value.KeptDays)));
            await delete.ExecuteNonQueryAsync(token);
            signal.Wake();
        }

        return parts.Count;
    }

    /// <summary>The last day whose demand is complete; null where none was observed.</summary>
    private async Task<DateOnly?> FindLastDayAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var command = Of(database, ReadObservedDays);
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return LastDayOf(row, now);
    }

    private DateOnly? LastDayOf(NpgsqlDataReader row, DateTimeOffset now) => row.GetFieldValue<DateOnly?>(1) is not { } lastObserved
        ? null
        : RunOrigin.Choose(
            row.GetFieldValue<DateOnly?>(0),
            lastObserved,
            BusinessDay.LastOver(now, row.GetFieldValue<string[]>(2).Select(TimeZoneInfo.FindSystemTimeZoneById))).AddDays(-options.Value.SettleDays);

    private async Task<List<IssuedPart>> ReadPartsAsync(DateOnly lastDay, CancellationToken token)
    {
        await using var command = Of(database, ReadUnmeasuredParts, Value(lastDay));
        await using var rows = await command.ExecuteReaderAsync(token);
        var parts = new List<IssuedPart>();

        while (await rows.ReadAsync(token))
        {
            parts.Add(IssuedPart.Of(rows));
        }

        return parts;
    }

    private async Task CompareAsync(IssuedPart part, DateOnly lastDay, CancellationToken token)
    {
        var lastForecast = part.Origin.AddDays(part.HorizonDays);
        var through = lastForecast < lastDay ? lastForecast : lastDay;
        var first = part.MeasuredThrough.AddDays(1);
        var made = new DemandAdjustments(await adjustments.ReadAsync(first, through, token));

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var store = new MeasureStore(transaction);
        var stockOuts = await StockOuts.ReadAsync(connection, part.Range, first, through, token);
        var comparison = new PartComparison(
            part, through, made, stockOuts, await store.ReadDriftAsync(part.Range, token), options.Value.Limits);
        var issued = await store.ReadIssuedAsync(part, through, token);

        if (issued.Count == 0)
        {
            // Deleted since the part was listed; what was compared before stays.
            return;
        }

        foreach (var series in issued)
        {
            comparison.Compare(series);
        }

        await store.WriteAsync(part, through, issued, token);
        await store.SaveDriftAsync(part.Range.Shard, comparison.Drift.Values, token);
        await store.AddAdjustmentValuesAsync(comparison.AdjustmentValues, token);
        await store.TellAsync(part.Range.Shard, comparison.Detected, token);
        await transaction.CommitAsync(token);
    }

    private async Task CompareLocationsAsync(int shard, double highestLevel, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var store = new MeasureStore(transaction);
        var (states, detected) = (new List<SeriesDrift>(), new List<ForecastDriftDetectedV1>());

        foreach (var location in await store.SumDriftOfLocationsAsync(shard, token))
        {
            var alarms = location.State.AlarmsOfLocation(options.Value.Limits, highestLevel, location.Alarms);
            detected.AddRange(alarms.Where(alarm => !location.Alarms.Contains(alarm.Measure)).Select(alarm => new ForecastDriftDetectedV1(
                location.Location, alarm.Measure, alarm.Value, alarm.Limit, location.LastDay, location.State.Days)));
            states.Add(PartComparison.Ringing(location, alarms));
        }

        await store.SaveDriftAsync(shard, states, token);
        await store.TellAsync(shard, detected, token);
        await transaction.CommitAsync(token);
    }
}
