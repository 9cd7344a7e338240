using Status = Composerp.Replenishment.Domain.PurchaseOrderStatus;

namespace Composerp.Replenishment.Domain.Orders;

/// <summary>What can happen to an order.</summary>
public enum OrderStep
{
    /// <summary>A draft is put up for approval.</summary>
    Submit,

    /// <summary>What was put up goes back to who drafted it.</summary>
    Return,

    Approve,

    /// <summary>The supplier, or the warehouse, has it.</summary>
    Send,

    /// <summary>Lines change; what was approved has to be approved again.</summary>
    Edit,

    /// <summary>The ledger told of goods that came or left. Goods are a fact, in whatever state the order is.</summary>
    Receive,

    /// <summary>What has not come is not waited for any longer.</summary>
    CloseShort,

    Cancel,
}

/// <summary>How much of an order has come; goods on the way to a transfer's destination are some.</summary>
public enum GoodsCame
{
    None,
    Some,
    All,
}

/// <summary>The states of an order and every way from one to the next.</summary>
public static class OrderLife
{
    /// <returns>The next state, which may be the same; null where the step is not possible.</returns>
    public static string? Next(string status, OrderStep step, GoodsCame goods, bool isSent) => (step, status) switch
    {
        (OrderStep.Submit, Status.Draft) => Status.Proposed,
        (OrderStep.Return, Status.Proposed) => Status.Draft,

        // An order that was opened again may have had goods before.
        (OrderStep.Approve, Status.Proposed) => ByGoods(Status.Approved, goods),
        (OrderStep.Send, Status.Approved) => Status.Sent,
        (OrderStep.Send, Status.PartiallyReceived) when !isSent => Status.PartiallyReceived,

        (OrderStep.Edit, Status.Draft) => Status.Draft,
        (OrderStep.Edit, Status.Proposed or Status.Approved or Status.Sent or Status.PartiallyReceived) => Status.Proposed,

        // A receipt that is taken back leads back; what was complete once stays so.
        (OrderStep.Receive, Status.Approved or Status.Sent or Status.PartiallyReceived) => ByGoods(isSent ? Status.Sent : Status.Approved, goods),
        (OrderStep.Receive, _) => status,

        // Goods that came were paid for: such an order is closed, not cancelled.
        (OrderStep.CloseShort, Status.Draft or Status.Proposed or Status.Approved or Status.Sent or Status.PartiallyReceived) when goods != GoodsCame.None => Status.ShortClosed,
        (OrderStep.Cancel, Status.Draft or Status.Proposed or Status.Approved or Status.Sent) when goods == GoodsCame.None => Status.Cancelled,
        _ => null,
    };

    private static string ByGoods(string withoutGoods, GoodsCame goods) => goods switch
    {
        GoodsCame.All => Status.Received,
        GoodsCame.Some => Status.PartiallyReceived,
        _ => withoutGoods,
    };
}
