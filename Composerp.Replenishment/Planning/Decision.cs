using System.Text.Json;
using Composerp.Replenishment.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Planning;

/// <summary>What a run decided on one item at one location, ready to be stored.</summary>
internal sealed record Decision(
    ItemLocation Key,
    string Outcome,
    Guid? OpenProposal,
    Derivation? Derivation = null,
    string? DerivationJson = null,
    string? Reason = null,
    string? SkipType = null)
{
    private const string Proposed = "proposed";
    private const string Enough = "enough";
    private const string Skipped = "skipped";

    /// <summary>Nothing is ordered, and nothing was proposed before.</summary>
    public bool ChangesNothing => Outcome == Enough && OpenProposal is null;

    /// <summary>Decides purely; the words and the JSON are made here too, since this part runs on every core.</summary>
    public static Decision Of(SnapshotRow row, DateOnly? date) => row.Known?.Plan(date) switch
    {
        Domain.Proposed { Derivation: var derivation } => new(
            row.Key,
            Proposed,
            row.OpenProposal,
            derivation,
            JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation),
            Explanation.InWords(derivation)),
        Domain.Skipped skipped => new(row.Key, Skipped, row.OpenProposal, Reason: skipped.Reason, SkipType: skipped.Type),
        _ => new(row.Key, Enough, row.OpenProposal),
    };

    /// <summary>Writes one row of the table planned.</summary>
    public async Task WriteAsync(NpgsqlBinaryImporter planned, CancellationToken token)
    {
        await planned.StartRowAsync(token);
        await planned.WriteAsync(Key.Location, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Key.Sku, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Outcome, NpgsqlDbType.Text, token);
        await planned.WriteAsync(OpenProposal, NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Derivation is null ? null : (Guid?)Guid.CreateVersion7(), NpgsqlDbType.Uuid, token);
        await planned.WriteAsync(Derivation?.Input.Supply.Supplier, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Derivation?.Quantity, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.Input.Supply.UnitCost, NpgsqlDbType.Numeric, token);
        await planned.WriteAsync(Derivation?.Input.Date, NpgsqlDbType.Date, token);
        await planned.WriteAsync(Derivation?.ExpectedOn, NpgsqlDbType.Date, token);
        await planned.WriteAsync(DerivationJson, NpgsqlDbType.Text, token);
        await planned.WriteAsync(Reason, NpgsqlDbType.Text, token);
        await planned.WriteAsync(SkipType, NpgsqlDbType.Text, token);
    }
}
