using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Rows that are movements of one line each.</summary>
/// <param name="time">The column that says when.</param>
internal abstract class MovementRows(
    PostingStore ledger, IReadOnlyDictionary<LocationCode, LocationRules> locations, string time) : IRowImport<Movement>
{
    public const string Location = "location";
    public const string Sku = "sku";
    public const string Quantity = "quantity";
    public const string Lot = "lot";
    public const string ExpiresOn = "expiresOn";
    public const string Id = "id";

    public abstract Movement? Read(ImportRow row);

    public int LaneOf(Movement value) => Shards.OfLocation(value.Location.Value);

    public async Task<IReadOnlyList<RowOutcome>> PostAsync(IReadOnlyList<PendingRow<Movement>> rows, bool isDryRun, CancellationToken token)
    {
        Movement[] movements = [.. rows.Select(row => row.Value)];
        var outcomes = isDryRun ? await ledger.TryAsync(movements, token) : await ledger.PostAsync(movements, token);

        return [.. rows.Zip(outcomes, Outcome)];
    }

    /// <summary>The movement that a draft of one line means; a placeholder stands for its id.</summary>
    protected static Movement? Check(ImportRow row, MovementDraft draft, DateTimeOffset now, Func<string, string> columnOf)
    {
        var (movement, violations) = MovementRules.Check(draft with { Id = Id }, now);

        foreach (var violation in violations)
        {
            row.Refuse(
                columnOf(violation.Field.Replace("lines[0].", "", StringComparison.Ordinal)),
                LedgerProblem.Kebab(violation.Violation.ToString()),
                LedgerReasons.Of(violation.Violation));
        }

        return row.IsSound ? movement : null;
    }

    protected LocationRules? FindLocation(ImportRow row, LocationCode code)
    {
        if (!locations.TryGetValue(code, out var location))
        {
            Refuse(row, new(RefusalKind.UnknownLocation, null, code.Value, null));
        }

        return location;
    }

    private RowOutcome Outcome(PendingRow<Movement> row, PostingOutcome outcome)
    {
        if (outcome is Refused refused)
        {
            foreach (var refusal in refused.Refusals)
            {
                Refuse(row.Row, refusal);
            }

            return new(RowResult.Refused, default, row.Row.Errors);
        }

        return outcome is Posted { IsRepeat: true } ? RowOutcome.Of(RowResult.AlreadyPosted)
            : row.Value.Kind == MovementKind.NoSale ? RowOutcome.Of(RowResult.Zero)
            : RowOutcome.Of(RowResult.Posted, row.Value.Lines[0].Quantity);
    }

    private void Refuse(ImportRow row, Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.ConflictingReplay)
        {
            row.Refuse(
                Quantity,
                "changed-row",
                "This row was imported before with other content. Nothing was changed: correct it by a movement of its own.");
        }
        else
        {
            row.Refuse(ColumnOf(refusal.Kind), LedgerProblem.Kebab(refusal.Kind.ToString()), LedgerReasons.Of(refusal));
        }
    }

    private string ColumnOf(RefusalKind kind) => kind switch
    {
        RefusalKind.UnknownLocation => Location,
        RefusalKind.UnknownItem => Sku,
        RefusalKind.PeriodClosed => time,
        RefusalKind.MissingLot or RefusalKind.UnexpectedLot or RefusalKind.SerialInStock => Lot,
        RefusalKind.ConflictingLotExpiry => ExpiresOn,
        _ => Quantity,
    };
}
