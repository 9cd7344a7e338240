using System.ComponentModel;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>A request to import, and what it needs.</summary>
internal sealed record ImportCall(
    [property: Description("Whose rows these are, such as \"till\": the same row of the same source counts once. Required.")] string? Source,
    [property: Description("What the import is to be called, to watch it while it runs; by default the service makes a name.")] string? Id,
    [property: Description("true reports and posts nothing.")] bool? DryRun,
    string? Actor,
    HttpRequest Request,
    ImportStore Imports,
    PostingStore Ledger,
    ItemStore Items,
    LocationStore Locations,
    TimeProvider Time,
    IHostApplicationLifetime Service)
{
    private const string JsonLines = "application/x-ndjson";

    public bool IsDryRun => DryRun ?? false;

    /// <summary>Whatever curl and the like call it, it is CSV unless it says NDJSON.</summary>
    public IRowFile OpenFile(ImportColumns columns) =>
        string.Equals(Request.GetTypedHeaders().ContentType?.MediaType.Value, JsonLines, StringComparison.OrdinalIgnoreCase)
            ? new JsonRows(Request.Body, columns)
            : new CsvRows(Request.Body, columns);

    /// <param name="importId">The given one, or that which it gets.</param>
    public IEnumerable<FieldError> Errors(string importId)
    {
        if (!Codes.IsCode(Source))
        {
            yield return new("source", "bad-source", $"The source says whose rows these are. {LedgerReasons.BadCode}");
        }

        if (!Codes.IsCode(importId))
        {
            yield return new("id", "bad-id", LedgerReasons.BadCode);
        }

        if (Actor is not null && !Codes.IsText(Actor, Codes.TextLengthMax))
        {
            yield return new("actor", "bad-text", LedgerReasons.BadText(Codes.TextLengthMax));
        }
    }
}
