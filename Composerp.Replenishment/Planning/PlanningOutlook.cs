using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Exceptions;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>What exceptions are found from beside the item-locations themselves, of the same moment.</summary>
/// <param name="late">Deliveries whose day is over somewhere.</param>
/// <param name="limits">From where on something is an exception.</param>
internal sealed class PlanningOutlook(ILookup<ItemLocation, LateDelivery> late, IReadOnlyList<Concern> ofSuppliers, ConcernLimits limits)
{
    private const int DaysPerYear = 365;
    private const decimal MoneyMax = 1_000_000_000_000_000_000m;

    private static readonly string GatherLateDeliveries = SqlFile.Of<PlanningOutlook>("gather_late_deliveries.sql");
    private static readonly string GatherSuppliers = SqlFile.Of<PlanningOutlook>("gather_suppliers.sql");

    public IReadOnlyList<Concern> OfSuppliers => ofSuppliers;

    public static async Task<PlanningOutlook> ReadAsync(
        NpgsqlTransaction transaction, DateOnly today, ConcernLimits limits, CancellationToken token)
    {
        var late = await transaction.Statement(GatherLateDeliveries).WithoutTimeout().With(today.AddDays(1)).ListAsync(
            row => (
                Key: new ItemLocation(row.GetString(0), row.GetString(1)),
                Delivery: new LateDelivery(
                    row.GetString(2), row.Optional<string>(3), row.GetFieldValue<DateOnly>(4), row.GetDecimal(5), row.GetDecimal(6))),
            token);
        var suppliers = await transaction.Statement(GatherSuppliers).WithoutTimeout().With(today.AddDays(-DaysPerYear)).With(today).ListAsync(
            row => Concerns.OfSupplier(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetDecimal(3), limits), token);

        return new(late.ToLookup(one => one.Key, one => one.Delivery), [.. suppliers.OfType<Concern>()], limits);
    }

    /// <summary>Decisions with what a planner should look at, and what they count for in the run's key figures.</summary>
    /// <remarks>Of several on an item at a location, the first one carries it.</remarks>
    public IReadOnlyList<WatchedDecision> Watch(IReadOnlyList<SnapshotRow> rows, IReadOnlyList<Decision> decisions, DateOnly? date)
    {
        var unwatched = rows.ToDictionary(row => row.Key.Location, StringComparer.Ordinal);
        var proposed = decisions.ToLookup(decision => decision.Key.Location, decision => decision.Derivation?.Quantity ?? 0, StringComparer.Ordinal);

        return
        [
            .. decisions.Select(decision => unwatched.Remove(decision.Key.Location, out var row)
                ? Watch(decision, row, proposed[decision.Key.Location].Sum(), date)
                : new(decision, [], null)),
        ];
    }

    // Where the decision failed there is nothing to say: its reason says it. Nor where money leaves every range.
    private WatchedDecision Watch(Decision decision, SnapshotRow row, decimal proposed, DateOnly? date)
    {
        try
        {
            return WatchSound(decision, row, proposed, date);
        }
        catch (OverflowException)
        {
            return new(decision, [], null);
        }
    }

    private WatchedDecision WatchSound(Decision decision, SnapshotRow row, decimal proposed, DateOnly? date)
    {
        if (!row.IsItemKnown || row.Location is not { Today: { } now } location || location.GoLive > now || decision.SkipType == Decision.Failed)
        {
            return new(decision, [], null);
        }

        var today = date ?? now;
        var derivation = decision.Considered;
        var supply = derivation is { Input.Sourcing: not { Kind: OrderKinds.Transfer } } ? derivation.Terms : null;
        var forecast = row.Forecast is { IsUsable: true } usable ? usable : null;
        var facts = new StockFacts(
            today,
            row.Position,
            supply?.UnitCost is > 0 and var cost ? cost : row.UnitCost,
            row.Due,
            [.. late[row.Key].Where(delivery => delivery.ExpectedOn < today)],
            forecast,
            supply?.Supplier,
            derivation?.ExpectedOn,
            derivation?.Steps?.OrderUpTo ?? 0,
            proposed,
            row.FirstSeenOn,
            row.LastSoldOn);
        var concerns = Concerns.Of(facts, limits);

        // Sums of a run stay within their range.
        if (facts.Position.Total * facts.UnitCost > MoneyMax || concerns.Any(concern => concern.Money > MoneyMax))
        {
            return new(decision, [.. concerns.Select(concern => concern with { Money = null })], null);
        }

        return new(decision, concerns, RunTally.Of(decision, facts));
    }
}

/// <summary>A decision, and what comes with it.</summary>
/// <param name="Tally">null where nothing is known.</param>
internal sealed record WatchedDecision(Decision Decision, IReadOnlyList<Concern> Concerns, RunTally? Tally)
{
    public bool ChangesNothing => Decision.ChangesNothing && Concerns.Count == 0;

    public Task WriteAsync(NpgsqlBinaryImporter planned, CancellationToken token) => Decision.WriteAsync(
        Concerns.Count == 0 ? null : JsonSerializer.Serialize(Concerns, ReplenishmentJson.Default.IReadOnlyListConcern), planned, token);
}

/// <summary>What a run needs of its decisions beside those themselves.</summary>
/// <param name="Orders">Those that are to be decided on as a whole.</param>
internal sealed record BesideDecisions(PlanningOutlook Outlook, RunTallies Tallies, OrderBook Orders);
