using System.Text;
using static Composerp.InventoryLedger.Tests.Api.BadRequest;

namespace Composerp.InventoryLedger.Tests.Api;

/// <summary>For everything that can be wrong with a request at least one that has it.</summary>
internal static partial class BadRequests
{
    private static string Long => new('x', 501);

    private static BadRequest[] Any =>
    [
        Movement("malformed-json", 400, "path=$.lines[0].colour", """{"id":"x","kind":"SALE","location":"A","lines":[{"sku":"bolt","colour":"red"}]}"""),
        Post("malformed-json", 400, "path=$", "/v1/period/close", """{"through":"2026-01-31"}"""),
        Post("malformed-json", 400, "path=$.through", "/v1/period/close", """{"through":"31.1.2026","actor":"ann"}"""),
        Row("malformed-json", "row", "sales", "", "[1]"),
        Get("malformed-parameter", 400, "parameter=after", "/v1/positions?after=x"),
        Get("malformed-parameter", 400, "parameter=after", "/v1/imports?after=x"),
        Get("malformed-parameter", 400, "parameter=limit", "/v1/items?limit=0"),
        Get("malformed-parameter", 400, "parameter=limit", "/v1/locations?limit=1001"),
        Get("malformed-parameter", 400, "parameter=location", "/v1/positions?location=%00"),
        Get("malformed-parameter", 400, "parameter=locaton", "/v1/positions?locaton=C"),
        Get("malformed-parameter", 400, "parameter=kind", "/v1/movements/summary?kind=SALES"),
        Get("malformed-parameter", 400, "parameter=kind", "/v1/movements/export?kind=SALES"),
        Get("malformed-parameter", 400, "parameter=from", "/v1/movements/summary?from=2026-02-30"),
        Get("malformed-parameter", 400, "parameter=asOf", "/v1/positions/as-of"),
        Get("malformed-parameter", 400, "parameter=shard", "/v1/events?shard=-1"),
        Get("malformed-parameter", 400, "parameter=limit", "/v1/dead-letters?limit=0"),
        Get("malformed-parameter", 400, "parameter=Last-Event-ID", "/v1/positions/changes") with { Header = ("Last-Event-ID", "64:1") },
        new("malformed-request", "400", "", "POST /v1/items", null),
        Get("not-found", 404, "", "/v1/nothing"),
        Post("method-not-allowed", 405, "", "/v1/positions", "{}"),
        Movement("unsupported-media-type", 415, "", "{}") with { ContentType = "text/plain" },
    ];

    private static BadRequest[] Masters =>
    [
        Put("bad-sku", 422, "sku", "/v1/items/half%2Fhalf", """{"name":"x"}"""),
        Post("bad-sku", 422, "[1].sku", "/v1/items", """[{"sku":"a","name":"x"},{"sku":" ","name":"x"}]"""),
        Movement("bad-sku", 422, "lines[0].sku", """{"id":"x","kind":"SALE","location":"A","lines":[{"quantity":1}]}"""),
        Put("bad-code", 422, "code", "/v1/locations/half%2fhalf", """{"name":"x","kind":"store"}"""),
        Post("bad-code", 422, "[1].code", "/v1/locations", """[{"code":"a","name":"x","kind":"store"},{"code":"a/b","name":"x","kind":"store"}]"""),
        Put("bad-name", 422, "name", "/v1/items/x", """{"name":""}"""),
        Post("bad-name", 422, "[1].name", "/v1/locations", """[{"code":"a","name":"x","kind":"store"},{"code":"b","name":" ","kind":"store"}]"""),
        Put("bad-unit", 422, "unit", "/v1/items/x", """{"name":"x","unit":""}"""),
        Put("bad-unit", 422, "units.each", "/v1/items/x", """{"name":"x","units":{"each":1}}"""),
        Movement("bad-unit", 422, "lines[0].unit", """{"id":"x","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":1,"unit":" "}]}"""),
        Put("bad-category", 422, "category", "/v1/items/x", """{"name":"x","category":" "}"""),
        Put("bad-unit-cost", 422, "unitCost", "/v1/items/x", """{"name":"x","unitCost":-1}"""),
        Put("bad-decimals", 422, "decimals", "/v1/items/x", """{"name":"x","decimals":5}"""),
        Put("bad-tracking", 422, "tracking", "/v1/items/x", """{"name":"x","tracking":"colour"}"""),
        Put("bad-valuation", 422, "valuation", "/v1/items/x", """{"name":"x","valuation":"lifo"}"""),
        Put("too-many-units", 422, "units", "/v1/items/x", $$$"""{"name":"x","units":{{{{Many(21, n => $"\"u{n}\":1")}}}}}"""),
        Put("bad-unit-quantity", 422, "units.case", "/v1/items/x", """{"name":"x","units":{"case":0}}"""),
        Put("unknown-kind", 422, "kind", "/v1/locations/x", """{"name":"x","kind":"kiosk"}"""),
        Get("unknown-kind", 422, "", "/v1/positions?locationKind=kiosk"),
        Get("unknown-kind", 422, "", "/v1/positions/export?locationKind=kiosk"),
        Put("unknown-time-zone", 422, "timeZone", "/v1/locations/x", """{"name":"x","kind":"store","timeZone":"Mars/Olympus"}"""),
        Put("item-in-use", 409, "sku", "/v1/items/bolt", """{"name":"Bolt","decimals":0,"unit":"kg"}"""),
        Post("item-in-use", 409, "[0].sku", "/v1/items", """[{"sku":"milk","name":"Milk"}]"""),
        Put("bad-text", 422, "actor", "/v1/items/x", """{"name":"x","actor":""}"""),
        Post("bad-text", 422, "[0].actor", "/v1/locations", """[{"code":"x","name":"x","kind":"store","actor":" "}]"""),
        Post("repeated-sku", 422, "[1].sku", "/v1/items", """[{"sku":"a","name":"x"},{"sku":"a","name":"x"}]"""),
        Post("repeated-code", 422, "[1].code", "/v1/locations", """[{"code":"a","name":"x","kind":"store"},{"code":"a","name":"x","kind":"store"}]"""),
        Post("too-many-items", 422, "", "/v1/items", $"[{Many(10_001, n => $$"""{"sku":"i{{n}}","name":"x"}""")}]"),
        Post("too-many-locations", 422, "", "/v1/locations", $"[{Many(10_001, n => $$"""{"code":"l{{n}}","name":"x","kind":"store"}""")}]"),
        Get("unknown-item", 404, "", "/v1/items/gold"),
        Get("unknown-item", 404, "", "/v1/availability/gold"),
        Get("unknown-location", 404, "", "/v1/locations/X"),
    ];

    private static BadRequest[] Others =>
    [
        Get("bad-days", 422, "", "/v1/lots/expiring?withinDays=36501"),
        Get("unknown-format", 406, "", "/v1/positions/export?format=xml"),
        Get("unknown-format", 406, "", "/v1/movements/export") with { Header = ("Accept", "text/html") },
        Get("unknown-import", 404, "", "/v1/imports/nothing"),
        Get("unknown-import", 404, "", "/v1/imports/nothing/errors"),
        Get("archived", 410, "earliest=", "/v1/positions/as-of?asOf=2026-03-01") with { IsArchived = true },
        Get("archived", 410, "earliest=", "/v1/inventory-value?asOf=2026-03-01") with { IsArchived = true },
        Get("archived", 410, "earliestDate=", "/v1/positions/history?location=A&sku=bolt&from=2026-03-01") with { IsArchived = true },
        Get("archived", 410, "earliestDate=", "/v1/movements/summary?from=2026-03-01") with { IsArchived = true },
        Get("archived", 410, "earliestDate=", "/v1/movements/export?to=2026-03-01") with { IsArchived = true },
        Get("archived", 410, "", "/v1/positions/changes") with { IsArchived = true, Header = ("Last-Event-ID", "0") },
        Get("events-archived", 410, "start=", "/v1/events?shard=5") with { IsArchived = true },
        Post("bad-actor", 422, "actor", "/v1/period/close", """{"through":"2026-04-30","actor":" "}"""),
        Post("day-not-over", 422, "through", "/v1/period/close", """{"through":"9999-12-31","actor":"ann"}"""),
        Post("malformed-text", 422, "field=actor", "/v1/dead-letters/integration-events/-1/1/apply", """{"actor":""}"""),
        Post("unknown-dead-letter", 404, "", "/v1/dead-letters/integration-events/-1/7/apply", "{}"),
        Post("source-not-consumed", 409, "", "/v1/dead-letters/another-service/0/1/apply", "{}"),
        Post("event-refused", 422, "", "/v1/dead-letters/integration-events/-1/1/apply", "{}"),
    ];

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, BadRequest> All { get; } =
        ((BadRequest[])[.. Any, .. Masters, .. Drafts, .. Posted, .. Files, .. Rows, .. Others]).ToDictionary(request => request.Name);

    private static string Many(int count, Func<int, string> one) => new StringBuilder().AppendJoin(',', Enumerable.Range(0, count).Select(one)).ToString();
}
