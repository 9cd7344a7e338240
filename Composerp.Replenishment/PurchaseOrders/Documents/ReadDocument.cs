using System.ComponentModel;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders.Documents;

/// <summary>GET /v1/{purchase or transfer}-orders/{number}/document?format=: the order for who delivers it.</summary>
internal static class ReadDocument
{
    private static readonly string FindNames = SqlFile.Of(typeof(ReadDocument), "find_names.sql");
    private static readonly string FindItemNames = SqlFile.Of(typeof(ReadDocument), "find_item_names.sql");

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (kind, tag) in new[] { (OrderKinds.Purchase, "Purchase orders"), (OrderKinds.Transfer, "Transfer orders") })
        {
            routes
                .MapGet($"/v1/{kind}-orders/{{number}}/document", (
                    string number,
                    [Description("json where left out, csv, or html: a page to print.")] string? format,
                    NpgsqlDataSource database,
                    CancellationToken token) => HandleAsync(kind, number, format ?? "json", database, token))
                .WithName($"ReadDocumentOf{tag.Split(' ')[0]}Order")
                .WithSummary("The order for who delivers it: JSON, CSV, or a page to print.")
                .WithTags(tag)
                .Produces<OrderDocument>(StatusCodes.Status200OK, "application/json", "text/csv", "text/html")
                .ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status404NotFound);
        }
    }

    private static async Task<IResult> HandleAsync(string kind, string number, string format, NpgsqlDataSource database, CancellationToken token)
    {
        if (format is not ("json" or "csv" or "html"))
        {
            return ReplenishmentProblem.Malformed("format", "A document is json, csv or html.");
        }

        if (await PurchaseOrderStore.ListAsync(database.Statement, new(kind, Numbers: [number]), null, 1, token) is not [var found])
        {
            return ListPurchaseOrders.Unknown(kind, number);
        }

        var order = found.Order;
        var names = (await database.Statement(FindNames).With(order.Supplier).With(order.Source).With(order.Location)
            .ListAsync(row => (From: row.GetString(0), To: row.GetString(1)), token)).Single();
        var items = (await database.Statement(FindItemNames).With(order.Lines.Select(line => line.Sku).ToArray())
            .ListAsync(row => (Sku: row.GetString(0), Name: row.GetString(1), Unit: row.GetString(2)), token))
            .ToDictionary(item => item.Sku, item => (item.Name, item.Unit));
        var document = OrderDocument.Of(order, names.From, names.To, items);

        return format switch
        {
            "csv" => TypedResults.Text(document.ToCsv(), "text/csv; charset=utf-8"),
            "html" => TypedResults.Text(document.ToHtml(), "text/html; charset=utf-8"),
            _ => TypedResults.Ok(document),
        };
    }
}
