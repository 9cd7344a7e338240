using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.PurchaseOrders.Documents;

/// <summary>An order as who delivers it reads it: one row per item and day of delivery.</summary>
/// <param name="From">Name and code of who delivers.</param>
internal sealed record OrderDocument(
    string Number, string Status, string From, string FromName, string DeliverTo, string DeliverToName, DateTimeOffset? ApprovedAt,
    decimal Amount, IReadOnlyList<OrderDocument.Row> Lines)
{
    /// <param name="Name">null where the ledger has not told of the item.</param>
    internal sealed record Row(int Line, string Sku, string? Name, string? Unit, decimal Quantity, decimal UnitCost, decimal Amount, DateOnly ExpectedOn);

    /// <param name="names">Name and unit of each item that is known.</param>
    public static OrderDocument Of(
        PurchaseOrder order, string fromName, string deliverToName, IReadOnlyDictionary<string, (string Name, string Unit)> names)
    {
        var rows = from line in order.Lines.Index()
                   from delivery in line.Item.Deliveries ?? [new(line.Item.ExpectedOn, line.Item.Quantity)]
                   let item = names.GetValueOrDefault(line.Item.Sku)
                   select new Row(
                       line.Index + 1, line.Item.Sku, item.Name, item.Unit, delivery.Quantity, line.Item.UnitCost,
                       delivery.Quantity * line.Item.UnitCost, delivery.ExpectedOn);

        return new(
            order.Number, order.Status, order.Supplier ?? order.Source ?? "", fromName, order.Location, deliverToName, order.ApprovedAt, order.Amount, [.. rows]);
    }

    /// <summary>RFC 4180, with a header; numbers with a point, days as yyyy-MM-dd.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder("order,from,deliverTo,line,sku,name,unit,quantity,unitCost,amount,expectedOn\r\n");

        foreach (var row in Lines)
        {
            csv.AppendJoin(',',
                Field(Number), Field(From), Field(DeliverTo), Text(row.Line), Field(row.Sku), Field(row.Name ?? ""), Field(row.Unit ?? ""),
                Text(row.Quantity), Text(row.UnitCost), Text(row.Amount), Text(row.ExpectedOn)).Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>A page to look at and to print, or to save as PDF from the browser.</summary>
    public string ToHtml()
    {
        var rows = string.Concat(Lines.Select(row =>
            $"<tr><td class=\"n\">{row.Line}</td><td>{Html(row.Sku)}</td><td>{Html(row.Name ?? "")}</td><td class=\"n\">{Text(row.Quantity)}</td>"
            + $"<td>{Html(row.Unit ?? "")}</td><td class=\"n\">{Text(row.UnitCost)}</td><td class=\"n\">{Text(row.Amount)}</td><td>{Text(row.ExpectedOn)}</td></tr>\n"));

        return
            $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{{Html(Number)}}</title>
            <style>
            body { font: 11pt/1.4 sans-serif; margin: 2cm; color: #111; }
            table { border-collapse: collapse; width: 100%; margin-top: 1em; }
            th, td { border-bottom: 1px solid #999; padding: .3em .5em; text-align: left; }
            .n { text-align: right; font-variant-numeric: tabular-nums; }
            thead { display: table-header-group; }
            tr { break-inside: avoid; }
            @page { size: A4; margin: 1.5cm; }
            @media print { body { margin: 0; } }
            </style></head><body>
            <h1>Order {{Html(Number)}}</h1>
            <p>From: {{Html(FromName)}} ({{Html(From)}})<br>Deliver to: {{Html(DeliverToName)}} ({{Html(DeliverTo)}})<br>
            Status: {{Html(Status)}}{{(ApprovedAt is { } at ? $", approved {Text(DateOnly.FromDateTime(at.UtcDateTime))}" : "")}}</p>
            <table><thead><tr><th class="n">Line</th><th>Item</th><th>Name</th><th class="n">Quantity</th><th>Unit</th><th class="n">Unit cost</th>
            <th class="n">Amount</th><th>Expected on</th></tr></thead><tbody>
            {{rows}}</tbody><tfoot><tr><th colspan="6">Total</th><th class="n">{{Text(Amount)}}</th><th></th></tr></tfoot></table>
            </body></html>

            """;
    }

    private static string Text(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
