using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What one kind of import makes of its rows.</summary>
/// <typeparam name="TValue">What a row means to the ledger.</typeparam>
internal interface IRowImport<TValue>
    where TValue : class
{
    /// <param name="row">Sound so far.</param>
    /// <returns>Null where something is wrong with it: then the row has errors.</returns>
    TValue? Read(ImportRow row);

    /// <summary>Rows of the same number are posted in the order of the file.</summary>
    int LaneOf(TValue value);

    /// <returns>One outcome per row, in order. A bad row never fails its neighbours.</returns>
    Task<IReadOnlyList<RowOutcome>> PostAsync(IReadOnlyList<PendingRow<TValue>> rows, bool isDryRun, CancellationToken token);
}

/// <summary>A row with what it means to the ledger.</summary>
internal readonly record struct PendingRow<TValue>(ImportRow Row, TValue Value);

internal enum RowResult
{
    Posted,

    /// <summary>Known from before, with the same content.</summary>
    AlreadyPosted,

    /// <summary>A day without a sale: observed demand, no movement.</summary>
    Zero,

    Refused,
}

/// <summary>What became of a row.</summary>
/// <param name="Quantity">What was posted of goods.</param>
/// <param name="Errors">Never empty where it was refused.</param>
internal readonly record struct RowOutcome(RowResult Result, Quantity Quantity, IReadOnlyList<RowError> Errors)
{
    public static RowOutcome Of(RowResult result, Quantity quantity = default) => new(result, quantity, []);

    public static RowOutcome Refused(params RowError[] errors) => new(RowResult.Refused, Quantity.Zero, errors);
}
