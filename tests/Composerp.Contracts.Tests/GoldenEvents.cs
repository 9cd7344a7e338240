using System.Text.Json.Serialization.Metadata;

namespace Composerp.Contracts.Tests;

/// <summary>One record of the wire and the exact text it has there.</summary>
/// <param name="Name">The CloudEvents type; for lines of an export the record's name.</param>
public sealed record GoldenEvent(string Name, object Value, JsonTypeInfo Json, string Text)
{
    public override string ToString() => Name;
}

/// <summary>What is already in logs and on its way between services; a version never changes its form.</summary>
/// <remarks>A test that fails here asks for a new event version beside the old one, not for a new golden text.</remarks>
public static class GoldenEvents
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<GoldenEvent> All { get; } =
    [
        new("composerp.inventory.movement-posted.v1",
            new MovementPostedV1(
                "till-7/1042", MovementKinds.Sale, _noon, _noon.AddTicks(12_345_670), 1, 1,
                [
                    new("S001", "MILK-1L", Accounts.OnHand, -2.5m, Version: 17, Balance: 40m, UnitPrice: 1.2345m),
                    new("S001", "MILK-1L", Accounts.Customer, 2.5m, UnitPrice: 1.2345m),
                ],
                Actor: "ann"),
            ContractsJson.Default.MovementPostedV1,
            """
            {"movementId":"till-7/1042","kind":"SALE","occurredAt":"2026-03-02T12:00:00+00:00",
            "recordedAt":"2026-03-02T12:00:01.234567+00:00","part":1,"parts":1,"lines":[
            {"location":"S001","sku":"MILK-1L","account":"ON_HAND","quantity":-2.5,"version":17,"balance":40,"unitPrice":1.2345},
            {"location":"S001","sku":"MILK-1L","account":"CUSTOMER","quantity":2.5,"unitPrice":1.2345}],"actor":"ann"}
            """),

        new("composerp.inventory.movement-posted.v1",
            new MovementPostedV1(
                "transfer-9", MovementKinds.TransferOut, _noon, _noon, 2, 2,
                [new("S001", "MILK-1L", Accounts.InTransit, 12m, "L-5", _noon.AddDays(-1), 3, 12m)],
                Reason: "rebalance",
                Reference: "TO-9"),
            ContractsJson.Default.MovementPostedV1,
            """
            {"movementId":"transfer-9","kind":"TRANSFER_OUT","occurredAt":"2026-03-02T12:00:00+00:00",
            "recordedAt":"2026-03-02T12:00:00+00:00","part":2,"parts":2,"lines":[
            {"location":"S001","sku":"MILK-1L","account":"IN_TRANSIT","quantity":12,"lot":"L-5",
            "occurredAt":"2026-03-01T12:00:00+00:00","version":3,"balance":12}],"reason":"rebalance","reference":"TO-9"}
            """),

        new("composerp.inventory.movement-posted.v1",
            new MovementPostedV1(
                "oops-1", MovementKinds.Reversal, _noon, _noon, 1, 1,
                [new("S001", "MILK-1L", Accounts.Reserved, -12m, Version: 4, Balance: 0m, Value: -9.48m, Variance: 0.52m)],
                Reference: "PO-7",
                Reverses: "r-1",
                ReversedKind: MovementKinds.Receipt),
            ContractsJson.Default.MovementPostedV1,
            """
            {"movementId":"oops-1","kind":"REVERSAL","occurredAt":"2026-03-02T12:00:00+00:00",
            "recordedAt":"2026-03-02T12:00:00+00:00","part":1,"parts":1,"lines":[
            {"location":"S001","sku":"MILK-1L","account":"RESERVED","quantity":-12,"version":4,"balance":0,"value":-9.48,"variance":0.52}],
            "reference":"PO-7","reverses":"r-1","reversedKind":"RECEIPT"}
            """),

        new("composerp.inventory.demand-observed.v1",
            new DemandObservedV1("S001", [new("MILK-1L", new(2026, 3, 1)), new("EGGS-10", new(2026, 3, 2))]),
            ContractsJson.Default.DemandObservedV1,
            """
            {"location":"S001","zeros":[{"sku":"MILK-1L","date":"2026-03-01"},{"sku":"EGGS-10","date":"2026-03-02"}]}
            """),

        new("composerp.inventory.item-changed.v1",
            new ItemChangedV1("MILK-1L", "Milk, 1 l", "each", "Dairy", 0.79m),
            ContractsJson.Default.ItemChangedV1,
            """{"sku":"MILK-1L","name":"Milk, 1 l","unit":"each","category":"Dairy","unitCost":0.79}"""),

        new("composerp.inventory.item-changed.v1",
            new ItemChangedV1("BEER", "Beer", "bottle", Decimals: 0, Tracking: "lot", Valuation: "fifo", Units: [new("case", 12m)]),
            ContractsJson.Default.ItemChangedV1,
            """
            {"sku":"BEER","name":"Beer","unit":"bottle","decimals":0,"tracking":"lot","valuation":"fifo",
            "units":[{"unit":"case","quantity":12}]}
            """),

        new("composerp.inventory.location-changed.v1",
            new LocationChangedV1("S001", "Old Town", "store", "Europe/Berlin", false, new(2026, 1, 5)),
            ContractsJson.Default.LocationChangedV1,
            """
            {"code":"S001","name":"Old Town","kind":"store","timeZone":"Europe/Berlin","allowsNegative":false,"goLive":"2026-01-05"}
            """),

        new("composerp.inventory.opening-balances-stated.v1",
            new OpeningBalancesStatedV1(
            [
                new("S001", "MILK-1L", Accounts.OnHand, 40m, 17, 31.6m),
                new("S001", "MILK-1L", Accounts.Reserved, 0m, 4, 0m, "L-5"),
            ]),
            ContractsJson.Default.OpeningBalancesStatedV1,
            """
            {"balances":[
            {"location":"S001","sku":"MILK-1L","account":"ON_HAND","balance":40,"version":17,"value":31.6},
            {"location":"S001","sku":"MILK-1L","account":"RESERVED","balance":0,"version":4,"value":0,"lot":"L-5"}]}
            """),

        new("composerp.forecast.run-completed.v1",
            new ForecastRunCompletedV1(
                new("0195a3c0-0000-7000-8000-000000000001"), 25, new(2026, 3, 1), 28, 216, [0.1, 0.5, 0.975], _noon),
            ContractsJson.Default.ForecastRunCompletedV1,
            """
            {"runId":"0195a3c0-0000-7000-8000-000000000001","shard":25,"origin":"2026-03-01","horizonDays":28,
            "seriesCount":216,"levels":[0.1,0.5,0.975],"completedAt":"2026-03-02T12:00:00+00:00"}
            """),

        new("composerp.forecast.run-completed.v1",
            new ForecastRunCompletedV1(
                new("0195a3c0-0000-7000-8000-000000000001"), 25, new(2026, 3, 1), 28, 216, [0.1, 0.5, 0.975], _noon, 640, 128.5, 96.25),
            ContractsJson.Default.ForecastRunCompletedV1,
            """
            {"runId":"0195a3c0-0000-7000-8000-000000000001","shard":25,"origin":"2026-03-01","horizonDays":28,
            "seriesCount":216,"levels":[0.1,0.5,0.975],"completedAt":"2026-03-02T12:00:00+00:00",
            "comparedDemand":640,"absoluteError":128.5,"finalAbsoluteError":96.25}
            """),

        new("composerp.forecast.run-cancelled.v1",
            new ForecastRunCancelledV1(new("0195a3c0-0000-7000-8000-000000000001"), _noon, "ann", "wrong day"),
            ContractsJson.Default.ForecastRunCancelledV1,
            """
            {"runId":"0195a3c0-0000-7000-8000-000000000001","cancelledAt":"2026-03-02T12:00:00+00:00","actor":"ann","reason":"wrong day"}
            """),

        new("composerp.forecast.run-failed.v1",
            new ForecastRunFailedV1(new("0195a3c0-0000-7000-8000-000000000001"), _noon, "Out of disk."),
            ContractsJson.Default.ForecastRunFailedV1,
            """
            {"runId":"0195a3c0-0000-7000-8000-000000000001","failedAt":"2026-03-02T12:00:00+00:00","problem":"Out of disk."}
            """),

        new("composerp.forecast.drift-detected.v1",
            new ForecastDriftDetectedV1("S001", "tracking-signal", 0.75, 0.6, new(2026, 3, 1), 21, "MILK-1L", "combination"),
            ContractsJson.Default.ForecastDriftDetectedV1,
            """
            {"location":"S001","measure":"tracking-signal","value":0.75,"limit":0.6,"day":"2026-03-01","days":21,
            "sku":"MILK-1L","model":"combination"}
            """),

        new(nameof(ForecastSeriesV1),
            new ForecastSeriesV1(
                "MILK-1L", "S001", "arima", [2.5, 3], [1.25, 1.5], [[1, 1.5], [2.5, 3]], [1.25, 2], [[1, 3], [2.5, 5.5]], [2, 3]),
            ContractsJson.Default.ForecastSeriesV1,
            """
            {"sku":"MILK-1L","location":"S001","model":"arima","mean":[2.5,3],"sigma":[1.25,1.5],
            "quantiles":[[1,1.5],[2.5,3]],"sumSigma":[1.25,2],"sumQuantiles":[[1,3],[2.5,5.5]],"statisticalMean":[2,3]}
            """),

        new(nameof(ForecastSeriesV1),
            new ForecastSeriesV1("MILK-1L", "S001", "seasonal-naive", [2.5, 3], [1.25, 1.5], [[1, 1.5], [2.5, 3]], [1.25, 2]),
            ContractsJson.Default.ForecastSeriesV1,
            """
            {"sku":"MILK-1L","location":"S001","model":"seasonal-naive","mean":[2.5,3],"sigma":[1.25,1.5],
            "quantiles":[[1,1.5],[2.5,3]],"sumSigma":[1.25,2]}
            """),

        new(nameof(ForecastSeriesV1),
            new ForecastSeriesV1("MILK-1L", "S001", "combination", [2.5], [1.25], [[1]], GlobalShare: 0.75, PeerShare: 0.5),
            ContractsJson.Default.ForecastSeriesV1,
            """
            {"sku":"MILK-1L","location":"S001","model":"combination","mean":[2.5],"sigma":[1.25],"quantiles":[[1]],
            "globalShare":0.75,"peerShare":0.5}
            """),

        new("composerp.replenishment.purchase-order-approved.v1",
            new PurchaseOrderApprovedV1(
                "PO-000001", "DAIRY-CO", "S001", _noon, "ann", [new("MILK-1L", 24m, new(2026, 3, 5), 0.79m)]),
            ContractsJson.Default.PurchaseOrderApprovedV1,
            """
            {"number":"PO-000001","supplier":"DAIRY-CO","location":"S001","approvedAt":"2026-03-02T12:00:00+00:00",
            "actor":"ann","lines":[{"sku":"MILK-1L","quantity":24,"expectedOn":"2026-03-05","unitCost":0.79}]}
            """),

        new("composerp.replenishment.purchase-order-received.v1",
            new PurchaseOrderReceivedV1("PO-000001", "S001", _noon),
            ContractsJson.Default.PurchaseOrderReceivedV1,
            """{"number":"PO-000001","location":"S001","receivedAt":"2026-03-02T12:00:00+00:00"}"""),

        new("composerp.replenishment.purchase-order-sent.v1",
            new PurchaseOrderSentV1("PO-000001", "DAIRY-CO", "S001", _noon, "ann"),
            ContractsJson.Default.PurchaseOrderSentV1,
            """{"number":"PO-000001","supplier":"DAIRY-CO","location":"S001","sentAt":"2026-03-02T12:00:00+00:00","actor":"ann"}"""),

        new("composerp.replenishment.purchase-order-reopened.v1",
            new PurchaseOrderReopenedV1("PO-000001", "S001", _noon, "ann", "One pallet less."),
            ContractsJson.Default.PurchaseOrderReopenedV1,
            """
            {"number":"PO-000001","location":"S001","reopenedAt":"2026-03-02T12:00:00+00:00","actor":"ann",
            "reason":"One pallet less."}
            """),

        new("composerp.replenishment.purchase-order-short-closed.v1",
            new PurchaseOrderShortClosedV1("PO-000001", "S001", _noon, "ann", "Sold out there."),
            ContractsJson.Default.PurchaseOrderShortClosedV1,
            """
            {"number":"PO-000001","location":"S001","closedAt":"2026-03-02T12:00:00+00:00","actor":"ann",
            "reason":"Sold out there."}
            """),

        new("composerp.replenishment.purchase-order-cancelled.v1",
            new PurchaseOrderCancelledV1("PO-000001", "S001", _noon, "ann", "Not needed."),
            ContractsJson.Default.PurchaseOrderCancelledV1,
            """
            {"number":"PO-000001","location":"S001","cancelledAt":"2026-03-02T12:00:00+00:00","actor":"ann",
            "reason":"Not needed."}
            """),

        new("composerp.replenishment.transfer-order-changed.v1",
            new TransferOrderChangedV1("TO-000002", "W03", "S001", "approved", _noon, "ann", [new("MILK-1L", 24m, new(2026, 3, 5), 0.79m)]),
            ContractsJson.Default.TransferOrderChangedV1,
            """
            {"number":"TO-000002","source":"W03","location":"S001","status":"approved","changedAt":"2026-03-02T12:00:00+00:00",
            "actor":"ann","lines":[{"sku":"MILK-1L","quantity":24,"expectedOn":"2026-03-05","unitCost":0.79}]}
            """),

        new("composerp.integration.sale-reported.v1",
            new SaleReportedV1("S001", _noon, [new("MILK-1L", 2m, 1.19m), new("EGGS-10", 0.5m)], "till-7"),
            ContractsJson.Default.SaleReportedV1,
            """
            {"location":"S001","occurredAt":"2026-03-02T12:00:00+00:00","lines":[
            {"sku":"MILK-1L","quantity":2,"unitPrice":1.19},{"sku":"EGGS-10","quantity":0.5}],"actor":"till-7"}
            """),

        new("composerp.integration.receipt-reported.v1",
            new ReceiptReportedV1("S001", _noon, [new("MILK-1L", 24m, 0.79m)], Reference: "PO-000001"),
            ContractsJson.Default.ReceiptReportedV1,
            """
            {"location":"S001","occurredAt":"2026-03-02T12:00:00+00:00","lines":[
            {"sku":"MILK-1L","quantity":24,"unitPrice":0.79}],"reference":"PO-000001"}
            """),
    ];
}
