namespace Composerp.Contracts;

/// <summary>The CloudEvents types: past tense, with a version. A new version is a new type beside the old one.</summary>
public static class EventTypes
{
    public const string MovementPosted = "composerp.inventory.movement-posted.v1";
    public const string DemandObserved = "composerp.inventory.demand-observed.v1";
    public const string ItemChanged = "composerp.inventory.item-changed.v1";
    public const string LocationChanged = "composerp.inventory.location-changed.v1";
    public const string OpeningBalancesStated = "composerp.inventory.opening-balances-stated.v1";

    public const string ForecastRunCompleted = "composerp.forecast.run-completed.v1";
    public const string ForecastRunCancelled = "composerp.forecast.run-cancelled.v1";
    public const string ForecastRunFailed = "composerp.forecast.run-failed.v1";
    public const string ForecastDriftDetected = "composerp.forecast.drift-detected.v1";

    public const string PurchaseOrderApproved = "composerp.replenishment.purchase-order-approved.v1";
    public const string PurchaseOrderSent = "composerp.replenishment.purchase-order-sent.v1";
    public const string PurchaseOrderReopened = "composerp.replenishment.purchase-order-reopened.v1";
    public const string PurchaseOrderReceived = "composerp.replenishment.purchase-order-received.v1";
    public const string PurchaseOrderShortClosed = "composerp.replenishment.purchase-order-short-closed.v1";
    public const string PurchaseOrderCancelled = "composerp.replenishment.purchase-order-cancelled.v1";
    public const string TransferOrderChanged = "composerp.replenishment.transfer-order-changed.v1";

    public const string SaleReported = "composerp.integration.sale-reported.v1";
    public const string ReceiptReported = "composerp.integration.receipt-reported.v1";
}
