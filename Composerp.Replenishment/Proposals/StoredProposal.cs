using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <param name="Supplier">Of a purchase.</param>
/// <param name="OrderOn">The day that was planned for.</param>
/// <param name="ExpectedOn">When goods ordered on that day come.</param>
/// <param name="Status">proposed, approved, rejected or replaced.</param>
/// <param name="Reason">How the quantity came about, in words.</param>
/// <param name="PurchaseOrder">The order's number, once approved; of a transfer that of the transfer order.</param>
/// <param name="Kind">purchase or transfer.</param>
/// <param name="Source">Of a transfer: the location that ships.</param>
/// <param name="Derivation">How the quantity came about, as data; left out of lists.</param>
internal sealed record StoredProposal(
    Guid Id,
    Guid PlanningRun,
    string Location,
    string Sku,
    string? Supplier,
    decimal Quantity,
    decimal UnitCost,
    DateOnly OrderOn,
    DateOnly ExpectedOn,
    string Reason,
    string Status,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? DecisionReason,
    string? PurchaseOrder,
    string Kind,
    string? Source,
    [property: JsonPropertyOrder(1)] Derivation? Derivation = null)
{
    public static StoredProposal Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetString(2),
        row.GetString(3),
        row.Optional<string>(4),
        row.GetDecimal(5),
        row.GetDecimal(6),
        row.GetFieldValue<DateOnly>(7),
        row.GetFieldValue<DateOnly>(8),
        row.GetString(9),
        row.GetString(10),
        row.GetString(11),
        row.GetFieldValue<DateTimeOffset>(12),
        row.Optional<string>(13),
        row.Optional<DateTimeOffset?>(14),
        row.Optional<string>(15),
        row.Optional<string>(16),
        row.GetString(17),
        row.Optional<string>(18));
}
