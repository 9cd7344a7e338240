using System.Diagnostics;
using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger;

/// <summary>The names under which the database and the events know what the domain has types for.</summary>
internal static class LedgerNames
{
    public static string Of(MovementKind kind) => kind switch
    {
        MovementKind.Receipt => MovementKinds.Receipt,
        MovementKind.Sale => MovementKinds.Sale,
        MovementKind.CustomerReturn => MovementKinds.CustomerReturn,
        MovementKind.TransferOut => MovementKinds.TransferOut,
        MovementKind.TransferIn => MovementKinds.TransferIn,
        MovementKind.Adjustment => MovementKinds.Adjustment,
        MovementKind.Count => MovementKinds.Count,
        _ => throw new UnreachableException($"{kind} has no name outside."),
    };

    public static string Of(Account account) => account switch
    {
        Account.OnHand => Accounts.OnHand,
        Account.InTransit => Accounts.InTransit,
        Account.Supplier => Accounts.Supplier,
        Account.Customer => Accounts.Customer,
        Account.Adjustment => Accounts.Adjustment,
        _ => throw new UnreachableException($"No name for {account}."),
    };
}
