using System.Text.Json.Serialization;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Where goods are kept.</summary>
/// <param name="Kind">"store" or "warehouse".</param>
/// <param name="TimeZone">IANA name; business days are days of this zone.</param>
/// <param name="GoLive">Movements of earlier days are history: demand and audit trail, not stock.</param>
internal sealed record Location(
    string Code,
    string Name,
    string Kind,
    string TimeZone = Location.TimeZoneDefault,
    bool AllowsNegative = false,
    DateOnly? GoLive = null)
{
    public const string TimeZoneDefault = "UTC";

    private const int NameLengthMax = 200;

    [JsonIgnore]
    public int Shard => Shards.OfLocation(Code);

    /// <param name="path">Where the location stands in the request's body, such as "[3].".</param>
    public IEnumerable<FieldError> Errors(string path)
    {
        if (!Codes.IsCode(Code))
        {
            yield return new($"{path}code", "bad-code", LedgerReasons.BadCode);
        }

        if (!Codes.IsText(Name, NameLengthMax))
        {
            yield return new($"{path}name", "bad-name", LedgerReasons.BadText(NameLengthMax));
        }

        if (Kind is not ("store" or "warehouse"))
        {
            yield return new($"{path}kind", "unknown-kind", "The kind is neither store nor warehouse.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) || !zone.HasIanaId)
        {
            yield return new($"{path}timeZone", "unknown-time-zone", "The time zone is an IANA name, such as Europe/Zurich.");
        }
    }
}
