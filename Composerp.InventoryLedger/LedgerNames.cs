using System.Collections.Frozen;
using System.Diagnostics;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger;

/// <summary>The names under which the database and the events know what the domain has types for.</summary>
internal static class LedgerNames
{
    private static readonly FrozenDictionary<string, MovementKind> _kinds = Enum.GetValues<MovementKind>()
        .Where(kind => kind != MovementKind.NoSale).ToFrozenDictionary(Of);

    private static readonly FrozenDictionary<string, Account> _accounts = Enum.GetValues<Account>().ToFrozenDictionary(Of);

    private static readonly FrozenDictionary<string, Tracking> _trackings = Enum.GetValues<Tracking>().ToFrozenDictionary(Of);

    private static readonly FrozenDictionary<string, Valuation> _valuations = Enum.GetValues<Valuation>().ToFrozenDictionary(Of);

    public static string Of(MovementKind kind) => kind switch
    {
        MovementKind.Receipt => MovementKinds.Receipt,
        MovementKind.Sale => MovementKinds.Sale,
        MovementKind.CustomerReturn => MovementKinds.CustomerReturn,
        MovementKind.SupplierReturn => MovementKinds.SupplierReturn,
        MovementKind.TransferOut => MovementKinds.TransferOut,
        MovementKind.TransferIn => MovementKinds.TransferIn,
        MovementKind.Adjustment => MovementKinds.Adjustment,
        MovementKind.Count => MovementKinds.Count,
        MovementKind.Damage => MovementKinds.Damage,
        MovementKind.Expiry => MovementKinds.Expiry,
        MovementKind.Reservation => MovementKinds.Reservation,
        MovementKind.ReservationRelease => MovementKinds.ReservationRelease,
        MovementKind.Reversal => MovementKinds.Reversal,
        MovementKind.CostCorrection => MovementKinds.CostCorrection,
        _ => throw new UnreachableException($"{kind} has no name outside."),
    };

    public static string Of(Account account) => account switch
    {
        Account.OnHand => Accounts.OnHand,
        Account.Reserved => Accounts.Reserved,
        Account.Damaged => Accounts.Damaged,
        Account.InTransit => Accounts.InTransit,
        Account.Supplier => Accounts.Supplier,
        Account.Customer => Accounts.Customer,
        Account.Adjustment => Accounts.Adjustment,
        Account.Scrap => Accounts.Scrap,
        _ => throw new UnreachableException($"No name for {account}."),
    };

    public static string Of(Tracking tracking) => tracking switch
    {
        Tracking.None => "none",
        Tracking.Lot => "lot",
        Tracking.Serial => "serial",
        _ => throw new UnreachableException($"No name for {tracking}."),
    };

    public static string Of(Valuation valuation) => valuation switch
    {
        Valuation.MovingAverage => "moving-average",
        Valuation.Fifo => "fifo",
        _ => throw new UnreachableException($"No name for {valuation}."),
    };

    /// <summary>Also one that only the ledger itself gives, such as that of a cost correction.</summary>
    public static bool IsKind(string name) => _kinds.ContainsKey(name);

    public static MovementKind KindOf(string name) => _kinds[name];

    public static Account AccountOf(string name) => _accounts[name];

    public static Tracking? FindTracking(string name) => _trackings.TryGetValue(name, out var tracking) ? tracking : null;

    public static Valuation? FindValuation(string name) => _valuations.TryGetValue(name, out var valuation) ? valuation : null;
}
