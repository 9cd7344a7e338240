using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What was on the shelf when a location went live, and what it had cost: counts, each goods once per source.</summary>
internal sealed class OpeningStockRows(
    string source,
    string? actor,
    DateTimeOffset now,
    PostingStore ledger,
    IReadOnlyDictionary<LocationCode, LocationRules> locations) : MovementRows(ledger, locations, OccurredAt)
{
    private const string OccurredAt = "occurredAt";
    private const string UnitCost = "unitCost";

    public static ImportColumns Columns { get; } = new([Location, Sku, Quantity], [Lot, ExpiresOn, UnitCost, OccurredAt]);

    public override Movement? Read(ImportRow row)
    {
        var line = new MovementLineDraft(
            row.Code(Sku), row.Quantity(Quantity).ToDecimal(), row.Find(Lot), row.FindPrice(UnitCost), ExpiresOn: row.FindDate(ExpiresOn));
        var draft = new MovementDraft(
            Kind: MovementKinds.Count, OccurredAt: row.FindInstant(OccurredAt), Location: row.Code(Location), Actor: actor, Lines: [line]);

        if (Check(row, draft, now, field => field) is not { } movement || FindLocation(row, movement.Location) is not { } location)
        {
            return null;
        }

        // The content is what was told: moving go-live must not make known rows changed ones.
        var occurredAt = movement.OccurredAt ?? (location.GoLive is { } goLive ? location.StartOf(goLive) : null);

        if (occurredAt is { } instant && location.IsHistory(instant))
        {
            row.Refuse(OccurredAt, "before-go-live", $"{location.Code} goes live on {location.GoLive:yyyy-MM-dd}: goods of before have no cost and are not its stock.");
        }
        else if (occurredAt > now + MovementRules.FutureMax)
        {
            row.Refuse(Location, "not-live-yet", $"{location.Code} goes live on {location.GoLive:yyyy-MM-dd}: what is on its shelves then is not known yet.");
        }

        var lot = movement.Lines[0].Lot;

        return row.IsSound
            ? movement with
            {
                Id = $"{source}/opening-stock/{location.Code}/{movement.Lines[0].Sku}{(lot.Length > 0 ? "/" : "")}{lot}",
                OccurredAt = occurredAt,
            }
            : null;
    }
}
