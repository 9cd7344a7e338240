using System.Globalization;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What was found when stock was counted, each row by itself.</summary>
/// <param name="importId">Under which the file was sent; null where the sender named none.</param>
internal sealed class CountRows(
    string source,
    string? importId,
    string? actor,
    DateTimeOffset now,
    PostingStore ledger,
    IReadOnlyDictionary<LocationCode, LocationRules> locations) : MovementRows(ledger, locations, CountedAt)
{
    private const string CountedAt = "countedAt";
    private const string Status = "status";
    private const string Reason = "reason";

    public static ImportColumns Columns { get; } = new([Location, Sku, Quantity], [Lot, Status, Reason, CountedAt, Id]);

    public override Movement? Read(ImportRow row)
    {
        var id = row.FindId(Id);
        var countedAt = row.FindInstant(CountedAt);
        var line = new MovementLineDraft(row.Code(Sku), row.Quantity(Quantity).ToDecimal(), row.Find(Lot), Status: row.Find(Status));
        var draft = new MovementDraft(
            Kind: MovementKinds.Count,
            OccurredAt: countedAt,
            Location: row.Code(Location),
            Reason: row.Find(Reason),
            Actor: actor,
            Lines: [line]);

        // A count as of now that is sent again later would take back what was sold in between.
        if (id is null && countedAt is null && importId is null)
        {
            row.Refuse(CountedAt, "missing-identity", "A count says when it was (countedAt), or has an id, or its import has one (?id=): else it cannot be told from the same sent again.");
        }

        var movement = Check(row, draft, now, field => field == "occurredAt" ? CountedAt : field);

        return movement is not null && FindLocation(row, movement.Location) is not null
            ? movement with { Id = $"{source}/counts/{id ?? Place(movement)}" }
            : null;
    }

    // Codes have no slash, so that no two rows share a place.
    private string Place(Movement movement)
    {
        var line = movement.Lines[0];
        var when = movement.OccurredAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) ?? importId;

        return $"{when}/{movement.Location}/{line.Sku}/{LedgerNames.Of(line.Status)}{(line.Lot.Length > 0 ? "/" : "")}{line.Lot}";
    }
}
