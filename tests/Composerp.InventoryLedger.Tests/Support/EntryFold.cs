using Npgsql;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>Every entry in memory, to be summed up in the plainest way.</summary>
internal sealed class EntryFold
{
    private readonly List<Row> _rows = [];

    public IEnumerable<DateTimeOffset> OccurredAt => _rows.Select(row => row.OccurredAt).Distinct();

    public IEnumerable<DateTimeOffset> RecordedAt => _rows.Select(row => row.RecordedAt).Distinct();

    /// <param name="tables">Where entries are.</param>
    public static async Task<EntryFold> ReadAsync(NpgsqlDataSource database, params string[] tables)
    {
        var fold = new EntryFold();
        await using var command = database.CreateCommand($"""
            select location, sku, account, quantity, coalesce(entry.value, 0), occurred_at, recorded_at
            from ({string.Join(" union all ", tables.Append("entry").Select(table => $"select * from {table}"))}) as entry
            join position on position.shard = entry.shard and position.id = entry.position_id
            """);
        await using var rows = await command.ExecuteReaderAsync();

        while (await rows.ReadAsync())
        {
            fold._rows.Add(new(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetInt64(3) / 10_000m,
                rows.GetInt64(4) / 1_000_000m,
                rows.Instant(5),
                rows.Instant(6)));
        }

        return fold;
    }

    /// <summary>Location, item, quantities on hand, reserved, damaged and in transit, and value, of everything with an entry by then.</summary>
    public IReadOnlyList<(string Location, string Sku, decimal OnHand, decimal Reserved, decimal Damaged, decimal InTransit, decimal Value)> At(
        DateTimeOffset instant, bool isRecorded) =>
    [
        .. from row in _rows
           where (isRecorded ? row.RecordedAt : row.OccurredAt) <= instant
           group row by (row.Location, row.Sku) into place
           orderby place.Key
           select (
               place.Key.Location,
               place.Key.Sku,
               place.Where(row => row.Account is "ON_HAND" or "RESERVED").Sum(row => row.Quantity),
               place.Where(row => row.Account == "RESERVED").Sum(row => row.Quantity),
               place.Where(row => row.Account == "DAMAGED").Sum(row => row.Quantity),
               place.Where(row => row.Account == "IN_TRANSIT").Sum(row => row.Quantity),
               place.Sum(row => row.Value)),
    ];

    private sealed record Row(
        string Location, string Sku, string Account, decimal Quantity, decimal Value, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt);
}
