using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Adjustments;

/// <summary>Which adjustments a caller wants.</summary>
/// <param name="Before">The last one of the page before.</param>
internal sealed record AdjustmentFilter(
    Guid? Id, string? Location, string? Sku, DateOnly? From, DateOnly? To, bool? InEffect, Guid? Before, int Limit);

/// <summary>The adjustment table. Nothing in it is deleted: it says who changed what, and why.</summary>
internal sealed class AdjustmentStore(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string AddAdjustment = SqlFile.Of<AdjustmentStore>("add_adjustment.sql");
    private static readonly string FindAdjustmentOfKey = SqlFile.Of<AdjustmentStore>("find_adjustment_of_key.sql");
    private static readonly string WithdrawAdjustment = SqlFile.Of<AdjustmentStore>("withdraw_adjustment.sql");
    private static readonly string ListAdjustments = SqlFile.Of<AdjustmentStore>("list_adjustments.sql");
    private static readonly string FindKnown = SqlFile.Of<AdjustmentStore>("find_known.sql");

    /// <returns>Null where the location and the item are known, or none is named.</returns>
    public async Task<ProblemHttpResult?> FindRefusalAsync(string? location, string? sku, CancellationToken token)
    {
        await using var command = Of(
            database, FindKnown, Nullable(NpgsqlDbType.Text, location), Nullable(NpgsqlDbType.Text, sku));
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return !row.GetBoolean(0) ? ForecastingProblem.Invalid("location", "unknown-location", $"There is no location {location}.")
            : !row.GetBoolean(1) ? ForecastingProblem.Invalid("sku", "unknown-item", $"There is no item {sku}.")
            : null;
    }

    /// <returns>The id of the adjustment of that key, and whether it was made with these values.</returns>
    public async Task<(Guid Id, bool IsSame)> AddAsync(string? key, AdjustForecasts.Request request, CancellationToken token)
    {
        var id = Guid.CreateVersion7();
        NpgsqlParameter[] values =
        [
            Nullable(NpgsqlDbType.Text, request.Location), Nullable(NpgsqlDbType.Text, request.Sku), Value(request.FirstDay),
            Value(request.LastDay), Value(request.Kind), Value(request.Value),
        ];
        await using var add = Of(
            database,
            AddAdjustment,
            [
                Value(id), Nullable(NpgsqlDbType.Text, key), .. values.Select(value => value.Clone()), Value(request.Reason),
                Value(request.Actor), Nullable(NpgsqlDbType.Date, request.ExpiresOn),
            ]);

        if (await add.ExecuteNonQueryAsync(token) == 1)
        {
            return (id, true);
        }

        await using var find = Of(
            database,
            FindAdjustmentOfKey,
            [Nullable(NpgsqlDbType.Text, key), .. values, Nullable(NpgsqlDbType.Date, request.ExpiresOn)]);
        await using var row = await find.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return (row.GetGuid(0), row.GetBoolean(1));
    }

    public async Task WithdrawAsync(Guid id, string actor, string? reason, CancellationToken token)
    {
        await using var command = Of(database, WithdrawAdjustment, Value(id), Value(actor), Nullable(NpgsqlDbType.Text, reason));
        await command.ExecuteNonQueryAsync(token);
    }

    public async Task<Adjustment?> FindAsync(Guid id, CancellationToken token) =>
        await ListAsync(new(id, null, null, null, null, null, null, 1), token) is [var adjustment] ? adjustment : null;

    public async Task<List<Adjustment>> ListAsync(AdjustmentFilter filter, CancellationToken token)
    {
        await using var command = Of(
            database,
            ListAdjustments,
            Nullable(NpgsqlDbType.Uuid, filter.Id),
            Nullable(NpgsqlDbType.Text, filter.Location),
            Nullable(NpgsqlDbType.Text, filter.Sku),
            Nullable(NpgsqlDbType.Date, filter.From),
            Nullable(NpgsqlDbType.Date, filter.To),
            Nullable(NpgsqlDbType.Boolean, filter.InEffect),
            Value(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)),
            Nullable(NpgsqlDbType.Uuid, filter.Before),
            Value(filter.Limit));

        return await DatabaseRow.ListAsync(command, AdjustmentOf, token);
    }

    private static Adjustment AdjustmentOf(NpgsqlDataReader row)
    {
        var demand = row.GetDouble(15);
        double? without = demand > 0 ? row.GetDouble(16) / demand : null;
        double? with = demand > 0 ? row.GetDouble(17) / demand : null;

        return new(
            row.GetGuid(0),
            DatabaseRow.Find<string>(row, 1),
            DatabaseRow.Find<string>(row, 2),
            row.GetFieldValue<DateOnly>(3),
            row.GetFieldValue<DateOnly>(4),
            row.GetString(5),
            row.GetDouble(6),
            row.GetString(7),
            row.GetString(8),
            row.GetFieldValue<DateTimeOffset>(9),
            row.GetFieldValue<DateOnly?>(10),
            row.GetFieldValue<DateTimeOffset?>(11),
            DatabaseRow.Find<string>(row, 12),
            DatabaseRow.Find<string>(row, 13),
            row.GetBoolean(18),
            row.GetInt64(14),
            without,
            with,
            without - with);
    }
}
