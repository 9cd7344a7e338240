using System.Data;
using System.Runtime.CompilerServices;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>One item at one location as a run sees it, before its policy is looked for.</summary>
/// <param name="LocationKind">null where the ledger has not told of the location.</param>
/// <param name="Due">Of open orders, what is still to come and when.</param>
/// <param name="Stored">What the run before calculated.</param>
internal sealed record SnapshotRow(
    ItemLocation Key,
    OpenRow? Open,
    bool IsItemKnown,
    string? Category,
    bool IsWhole,
    PlannedLocation? Location,
    string? LocationKind,
    StockPosition Position,
    IReadOnlyList<DatedQuantity> Due,
    ParameterRow? Stored,
    Forecast? Forecast);

/// <summary>The open proposal of an earlier run.</summary>
internal sealed record OpenRow(Guid Id, string Supplier, OpenProposal Proposal);

/// <summary>Reads everything that a run needs of one moment: what is small at once, item-locations row by row.</summary>
/// <param name="transaction">With a snapshot of its own for all of its statements.</param>
/// <param name="now">From which every location's business day is taken.</param>
internal sealed class Snapshot(NpgsqlTransaction transaction, DateTimeOffset now)
{
    /// <summary>So that all statements see the same moment.</summary>
    public const IsolationLevel Isolation = IsolationLevel.RepeatableRead;

    private static readonly string GatherItemLocations = SqlFile.Of<Snapshot>("gather_item_locations.sql");

    private static readonly string AllowMemory = SqlFile.Of<Snapshot>("allow_memory.sql");

    private readonly Dictionary<string, DateOnly?> _todays = [];

    private byte[] _sent = [];

    public async IAsyncEnumerable<SnapshotRow> ReadAsync(
        PlanningContext context, PlanningChanges changes, [EnumeratorCancellation] CancellationToken token)
    {
        await transaction.Statement(AllowMemory).RunAsync(token);

        // A plan over millions takes as long as it takes; who asked may cancel it.
        await using var command = new NpgsqlCommand(GatherItemLocations, transaction.Connection, transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = context.IsBroad });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = context.NeedsForecasts });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = changes.IsEverything });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Locations] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.Skus] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.ItemLocations.Select(key => key.Location)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes.ItemLocations.Select(key => key.Sku)] });
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
        var openId = row.Optional<Guid?>(2);
        var (openQuantity, openSupplier, openSince) = (row.Optional<decimal?>(3), row.Optional<string>(4), row.Optional<DateOnly?>(5));
        var open = openId is { } id && openQuantity is { } quantity && openSupplier is not null && openSince is { } since
            ? new OpenRow(id, openSupplier, new(quantity, since))
            : null;
        var (isItemKnown, category, isWhole) = (row.GetBoolean(6), row.Optional<string>(7), row.GetBoolean(8));
        var (timeZone, goLive, allowsNegative) = (row.Optional<string>(9), row.Optional<DateOnly?>(10), row.Optional<bool?>(11));
        var kind = row.Optional<string>(12);
        var position = new StockPosition(row.GetDecimal(13), row.GetDecimal(14), row.GetDecimal(15));
        var (days, quantities) = (row.Optional<DateOnly[]>(16), row.Optional<decimal[]>(17));
        var due = days is null || quantities is null
            ? []
            : days.Zip(quantities, (day, units) => new DatedQuantity(day, units / 1.0000m)).ToList();

        return new(
            key, open, isItemKnown, category, isWhole,
            timeZone is null ? null : new(TodayIn(timeZone), timeZone, goLive, allowsNegative ?? false),
            kind, position, due, ParameterRow.Find(row, key, 18), ForecastOf(row, 26));
    }

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
