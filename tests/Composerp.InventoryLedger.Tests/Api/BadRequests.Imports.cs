using System.Text;
using static Composerp.InventoryLedger.Tests.Api.BadRequest;

namespace Composerp.InventoryLedger.Tests.Api;

/// <content>Files and their rows.</content>
internal static partial class BadRequests
{
    private const string Items = "items";
    private const string ItemColumns = "sku,name,category,unit,decimals,tracking,valuation,unitCost";
    private const string Locations = "locations";
    private const string LocationColumns = "code,name,kind,timeZone,goLive,allowsNegative";
    private const string Sales = "sales";
    private const string SaleColumns = "date,sku,location,quantity,price";
    private const string Counts = "counts";
    private const string CountColumns = "location,sku,quantity,lot,status,reason,countedAt";
    private const string Opening = "opening-stock";
    private const string OpeningColumns = "location,sku,quantity,lot,expiresOn,unitCost,occurredAt";

    private static BadRequest[] Files =>
    [
        Post("bad-source", 422, "source", "/v1/imports/sales", SaleColumns) with { ContentType = "text/csv" },
        Post("bad-id", 422, "id", "/v1/imports/sales?source=shop&id=a%2Fb", SaleColumns) with { ContentType = "text/csv" },
        Post("bad-text", 422, "actor", "/v1/imports/sales?source=shop&actor=%20", SaleColumns) with { ContentType = "text/csv" },
        Post("import-running", 409, "", "/v1/imports/sales?source=shop&id=running", SaleColumns) with { ContentType = "text/csv" },
        File("empty-file", Sales, ""),
        File("unknown-column", Sales, "date;sku;location;quantity\n"),
        File("repeated-column", Items, "sku,name,sku\n"),
        File("missing-column", Locations, "code,name\n"),
        File("file-cut", Counts, "location,sku,quantity"),
        File("field-too-long", Opening, $"location,sku,quantity,{new string('x', 10_001)}\n"),
        File("not-utf-8", Sales, "date,sku,location,größe\n") with { Encoding = Encoding.Latin1 },
    ];

    private static BadRequest[] Rows =>
    [
        Row("malformed-quotes", "row", Sales, SaleColumns, "2026-04-02,\"bolt,A,1,"),
        Row("wrong-field-count", "row", Sales, SaleColumns, "2026-04-02,bolt,A"),
        Row("unknown-field", "row", Sales, "", """{"date":"2026-04-02","sku":"bolt","location":"A","quantity":1,"colour":"red"}"""),
        Row("repeated-field", "row", Sales, "", """{"date":"2026-04-02","sku":"bolt","location":"A","quantity":1,"sku":"bolt"}"""),
        Row("not-a-value", "date", Sales, "", """{"date":["2026-04-02"],"sku":"bolt","location":"A","quantity":1}"""),
        Row("not-a-number", "quantity", Sales, SaleColumns, "2026-04-02,bolt,A,many,"),
        Row("out-of-range", "quantity", Sales, SaleColumns, "2026-04-02,bolt,A,922337203685477.5808,"),
        Row("not-a-whole-number", "decimals", Items, ItemColumns, "x,x,,,half,,,"),
        Row("not-true-or-false", "allowsNegative", Locations, LocationColumns, "X,x,store,,,maybe"),
        Row("not-a-date", "date", Sales, SaleColumns, "2.4.2026,bolt,A,1,"),
        Row("not-a-date", "goLive", Locations, LocationColumns, "X,x,store,,soon,"),
        Row("not-a-date", "expiresOn", Opening, OpeningColumns, "A,milk,1,L2,soon,,"),
        Row("not-an-instant", "countedAt", Counts, CountColumns, "A,bolt,1,,,,2026-04-02T10:00:00"),
        Row("not-an-instant", "occurredAt", Opening, OpeningColumns, "A,bolt,1,,,,2026-04-02"),
        Row("bad-price", "price", Sales, SaleColumns, "2026-04-02,bolt,A,1,free"),
        Row("negative-quantity", "quantity", Sales, SaleColumns, "2026-04-02,bolt,A,-1,"),
        Row("date-in-future", "date", Sales, SaleColumns, "2999-04-02,bolt,A,1,"),
        Row("date-too-early", "date", Sales, SaleColumns, "1899-04-02,bolt,A,1,"),
        Row("changed-row", "quantity", Sales, SaleColumns, "2026-04-02,bolt,A,2,"),
        Row("missing-identity", "countedAt", Counts, CountColumns, "A,bolt,1,,,,"),
        Row("before-go-live", "occurredAt", Opening, OpeningColumns, "M,bolt,1,,,,2026-03-31T10:00:00Z"),
        Row("not-live-yet", "location", Opening, OpeningColumns, "Z,bolt,1,,,,"),

        // What can be wrong with a request, too.
        Row("bad-sku", "sku", Sales, SaleColumns, "2026-04-02,a/b,A,1,"),
        Row("bad-code", "code", Locations, LocationColumns, "a/b,x,store,,,"),
        Row("bad-name", "name", Items, ItemColumns, "x,,,,,,,"),
        Row("bad-unit", "unit", Items, ItemColumns, $"x,x,,{new string('u', 33)},,,,"),
        Row("bad-category", "category", Items, ItemColumns, $"x,x,{new string('c', 201)},,,,,"),
        Row("bad-unit-cost", "unitCost", Items, ItemColumns, "x,x,,,,,,-1"),
        Row("bad-decimals", "decimals", Items, ItemColumns, "x,x,,,5,,,"),
        Row("bad-tracking", "tracking", Items, ItemColumns, "x,x,,,,colour,,"),
        Row("bad-valuation", "valuation", Items, ItemColumns, "x,x,,,,,lifo,"),
        Row("unknown-kind", "kind", Locations, LocationColumns, "X,x,kiosk,,,"),
        Row("unknown-time-zone", "timeZone", Locations, LocationColumns, "X,x,store,Mars/Olympus,,"),
        Row("item-in-use", "sku", Items, "sku,name,unit", "bolt,Bolt,kg"),
        Row("repeated-sku", "sku", Items, "sku,name", "bolt,Bolt\nbolt,Bolt"),
        Row("repeated-code", "code", Locations, "code,name,kind", "A,A,store\nA,A,store"),
        Row("unknown-item", "sku", Sales, SaleColumns, "2026-04-02,gold,A,1,"),
        Row("unknown-location", "location", Sales, SaleColumns, "2026-04-02,bolt,X,1,"),
        Row("bad-id", "id", Sales, "date,sku,location,quantity,id", "2026-04-02,bolt,A,1,"),
        Row("bad-text", "reason", Counts, CountColumns, $"A,bolt,1,,,{Long},2026-04-02T10:00:00Z"),
        Row("bad-location", "location", Sales, SaleColumns, "2026-04-02,bolt,a/b,1,"),
        Row("occurs-too-early", "occurredAt", Opening, OpeningColumns, "A,bolt,1,,,,1899-04-02T10:00:00Z"),
        Row("occurs-in-future", "occurredAt", Opening, OpeningColumns, "A,bolt,1,,,,2999-04-02T10:00:00Z"),
        Row("bad-lot", "lot", Counts, CountColumns, "A,milk,1,a/b,,,2026-04-02T10:00:00Z"),
        Row("bad-status", "status", Counts, CountColumns, "A,bolt,1,,LOST,,2026-04-02T10:00:00Z"),
        Row("unexpected-lot-expiry", "expiresOn", Opening, OpeningColumns, "A,bolt,1,,2999-01-01,,"),
        Row("too-many-decimals", "quantity", Sales, SaleColumns, "2026-04-02,bolt,A,1.00001,"),
        Row("negative-count", "quantity", Counts, CountColumns, "A,bolt,-1,,,,2026-04-02T10:00:00Z"),
        Row("period-closed", "occurredAt", Opening, OpeningColumns, "A,bolt,1,,,,2026-03-31T10:00:00Z"),
        Row("indivisible", "quantity", Sales, SaleColumns, "2026-04-02,bolt,B,0.5,"),
        Row("missing-lot", "lot", Counts, CountColumns, "A,milk,1,,,,2026-04-02T10:00:00Z"),
        Row("unexpected-lot", "lot", Counts, CountColumns, "A,bolt,1,L1,,,2026-04-02T10:00:00Z"),
        Row("conflicting-lot-expiry", "expiresOn", Opening, OpeningColumns, "B,milk,1,L1,2999-03-01,,"),
        Row("serial-not-one", "quantity", Counts, CountColumns, "A,drill,2,S2,,,2026-04-02T10:00:00Z"),
        Row("serial-in-stock", "lot", Opening, OpeningColumns, "B,drill,1,S1,,,"),
        Row("balance-out-of-range", "quantity", Sales, SaleColumns, "2026-04-02,sand,N,900000000000000,"),
        Row("insufficient-stock", "quantity", Sales, SaleColumns, "2026-04-03,bolt,A,100,"),
    ];
}
