using System.Data;
using System.Runtime.CompilerServices;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>One item at one location as a run sees it, before its policy is looked for.</summary>
/// <param name="LocationKind">null where the ledger has not told of the location.</param>
/// <param name="UnitCost">Of the item, as the ledger tells it; null where it does not.</param>
/// <param name="Due">Of open orders, what is still to come and when.</param>
/// <param name="Stored">What the run before calculated.</param>
internal sealed record SnapshotRow(
    ItemLocation Key,
    IReadOnlyList<OpenRow> Open,
    bool IsItemKnown,
    string? Category,
    bool IsWhole,
    decimal? UnitCost,
    PlannedLocation? Location,
    string? LocationKind,
    StockPosition Position,
    IReadOnlyList<DatedQuantity> Due,
    ParameterRow? Stored,
    Forecast? Forecast)
{
    /// <summary>The first day of which a movement was told; null where none was.</summary>
    public DateOnly? FirstSeenOn { get; init; }

    public DateOnly? LastSoldOn { get; init; }

    /// <summary>What is on hand by the last day on which it may be sold, where there is one.</summary>
    public IReadOnlyList<DatedQuantity> Lots { get; init; } = [];
}

/// <summary>An open proposal of an earlier run.</summary>
/// <param name="Kind">purchase or transfer.</param>
/// <param name="Source">A supplier or a location.</param>
internal sealed record OpenRow(Guid Id, string Kind, string Source, OpenProposal Proposal);

/// <summary>Reads everything that a run needs of one moment: what is small at once, item-locations row by row.</summary>
/// <param name="transaction">With a snapshot of its own for all of its statements.</param>
/// <param name="now">From which every location's business day is taken.</param>
internal sealed class Snapshot(NpgsqlTransaction transaction, DateTimeOffset now)
{
    /// <summary>So that all statements see the same moment.</summary>
    public const IsolationLevel Isolation = IsolationLevel.RepeatableRead;

    private static readonly string GatherItemLocations = SqlFile.Of<Snapshot>("gather_item_locations.sql");
    private static readonly string InOrderOfItems = SqlFile.Of<Snapshot>("in_order_of_items.sql");

    private static readonly string AllowMemory = SqlFile.Of<Snapshot>("allow_memory.sql");

    private readonly Dictionary<string, DateOnly?> _todays = [];

    private byte[] _sent = [];

    /// <summary>What is decided together: an item at all its locations where it has sources there, else at one.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SnapshotRow>> ReadAsync(
        PlanningContext context, PlanningChanges changes, [EnumeratorCancellation] CancellationToken token)
    {
        var item = new List<SnapshotRow>();

        await foreach (var row in ReadRowsAsync(context, changes, token))
        {
            if (item.Count > 0 && !(context.HasSourcing && item[0].Key.Sku == row.Key.Sku))
            {
                yield return item;
                item = [];
            }

            item.Add(row);
        }

        if (item.Count > 0)
        {
            yield return item;
        }
    }

    private async IAsyncEnumerable<SnapshotRow> ReadRowsAsync(
        PlanningContext context, PlanningChanges changes, [EnumeratorCancellation] CancellationToken token)
    {
        await transaction.Statement(AllowMemory).RunAsync(token);
        var sql = context.HasSourcing ? $"{GatherItemLocations}\n{InOrderOfItems}" : GatherItemLocations;

        // A plan over millions takes as long as it takes; who asked may cancel it.
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = context.IsBroad });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = context.NeedsForecasts });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = changes.IsEverything });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Locations] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Skus] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.ItemLocations.Select(key => key.Location)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.ItemLocations.Select(key => key.Sku)] });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = context.IsDecidedTogether });
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, token);

        while (await rows.ReadAsync(token))
        {
            yield return Row(rows);
        }
    }

    // Columns are read in their order, each once, so that none of them is kept in memory first.
    private SnapshotRow Row(NpgsqlDataReader row)
    {
        var key = new ItemLocation(row.GetString(0), row.GetString(1));
        var open = OpenOf(row);
        var (isItemKnown, category, isWhole, unitCost) = (row.GetBoolean(7), row.Optional<string>(8), row.GetBoolean(9), row.Optional<decimal?>(10));
        var (timeZone, goLive, allowsNegative) = (row.Optional<string>(11), row.Optional<DateOnly?>(12), row.Optional<bool?>(13));
        var kind = row.Optional<string>(14);
        var position = new StockPosition(row.GetDecimal(15), row.GetDecimal(16), row.GetDecimal(17)) { Committed = row.GetDecimal(18) };
        var (days, quantities) = (row.Optional<DateOnly[]>(19), row.Optional<decimal[]>(20));
        var due = Dated(days, quantities);

        return new SnapshotRow(
            key, open, isItemKnown, category, isWhole, unitCost,
            timeZone is null ? null : new(TodayIn(timeZone), timeZone, goLive, allowsNegative ?? false),
            kind, position, due, ParameterRow.Find(row, key, 21), ForecastOf(row, 29)) with
        {
            FirstSeenOn = row.Optional<DateOnly?>(38),
            LastSoldOn = row.Optional<DateOnly?>(39),
            Lots = Dated(row.Optional<DateOnly[]>(40), row.Optional<decimal[]>(41)),
        };
    }

    private static IReadOnlyList<OpenRow> OpenOf(NpgsqlDataReader row)
    {
        if (row.Optional<Guid[]>(2) is not { } ids)
        {
            return [];
        }

        var (quantities, kinds) = (row.GetFieldValue<decimal[]>(3), row.GetFieldValue<string[]>(4));
        var (sources, days) = (row.GetFieldValue<string[]>(5), row.GetFieldValue<DateOnly[]>(6));

        return [.. ids.Index().Select(id => new OpenRow(id.Item, kinds[id.Index], sources[id.Index], new(quantities[id.Index], days[id.Index])))];
    }

    private static IReadOnlyList<DatedQuantity> Dated(DateOnly[]? days, decimal[]? quantities) => days is null || quantities is null
        ? []
        : [.. days.Zip(quantities, (day, units) => new DatedQuantity(day, units / 1.0000m)).OrderBy(lot => lot.Date).ThenBy(lot => lot.Quantity)];

    private Forecast? ForecastOf(NpgsqlDataReader row, int first)
    {
        if (row.Optional<Guid?>(first) is not { } runId)
        {
            return null;
        }

        var (origin, levels, model) = (row.GetFieldValue<DateOnly>(first + 1), row.GetFieldValue<double[]>(first + 2), row.GetString(first + 3));

        return new(
            runId,
            model,
            origin,
            FindSingles(row, first + 4) ?? [],
            FindSingles(row, first + 5) ?? [],
            FindSingles(row, first + 6),
            levels,
            FindSingles(row, first + 7) ?? [])
        {
            SumQuantiles = FindSingles(row, first + 8),
        };
    }

    // Through the same few kilobytes for every row.
    private float[]? FindSingles(NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        var length = (int)row.GetBytes(column, 0, null, 0, 0);
        _sent = _sent.Length < length ? new byte[length] : _sent;
        row.GetBytes(column, 0, _sent, 0, length);

        return SentArray.Singles(_sent.AsSpan(0, length));
    }

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
