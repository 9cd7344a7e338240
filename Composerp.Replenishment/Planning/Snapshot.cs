using System.Runtime.CompilerServices;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>One item at one location as a run sees it.</summary>
/// <param name="OpenProposal">That of an earlier run.</param>
/// <param name="Known">null where the policy is gone.</param>
internal sealed record SnapshotRow(ItemLocation Key, Guid? OpenProposal, ItemLocationSnapshot? Known);

/// <summary>Reads everything that a run needs in one statement, row by row.</summary>
/// <param name="now">From which every location's business day is taken.</param>
internal sealed class Snapshot(DateTimeOffset now)
{
    private static readonly string GatherItemLocations = SqlFile.Of<Snapshot>("gather_item_locations.sql");

    private readonly Dictionary<string, DateOnly?> _todays = [];

    public async IAsyncEnumerable<SnapshotRow> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken token)
    {
        // A plan over millions takes as long as it takes; who asked may cancel it.
        await using var command = new NpgsqlCommand(GatherItemLocations, connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            yield return Row(rows);
        }
    }

    private SnapshotRow Row(NpgsqlDataReader row)
    {
        var key = new ItemLocation(row.GetString(0), row.GetString(1));

        return new(key, row.Optional<Guid?>(2), row.IsDBNull(3) ? null : Known(row, key));
    }

    private ItemLocationSnapshot Known(NpgsqlDataReader row, ItemLocation key)
    {
        var supplier = row.GetString(4);
        var fields = new PolicyFields(
            row.GetString(3),
            supplier,
            row.Optional<decimal?>(5),
            row.Optional<decimal?>(6),
            row.Optional<double?>(7),
            row.Optional<int?>(8));

        return new(
            key,
            row.IsDBNull(10)
                ? null
                : new(TodayIn(row.GetString(10)), row.GetString(10), row.Optional<DateOnly?>(11), row.GetBoolean(12)),
            row.GetBoolean(9),
            fields.ToPolicy(),
            supplier,
            row.IsDBNull(13) ? null : new(supplier, row.GetInt32(13), row.GetDecimal(14), row.GetDecimal(15), row.GetDecimal(16)),
            new(row.GetDecimal(17), row.GetDecimal(18), row.GetDecimal(19)),
            row.IsDBNull(20) ? null : ForecastOf(row));
    }

    private static Forecast ForecastOf(NpgsqlDataReader row) => new(
        row.GetGuid(20),
        row.GetString(23),
        row.GetFieldValue<DateOnly>(21),
        row.GetFieldValue<float[]>(24),
        row.GetFieldValue<float[]>(25),
        row.Optional<float[]>(26),
        row.GetFieldValue<double[]>(22),
        row.GetFieldValue<float[]>(27));

    private DateOnly? TodayIn(string timeZone)
    {
        if (!_todays.TryGetValue(timeZone, out var today))
        {
            today = BusinessDay.Find(now, timeZone);
            _todays.Add(timeZone, today);
        }

        return today;
    }
}
