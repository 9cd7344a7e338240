using System.ComponentModel;
using System.Globalization;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>GET /v1/purchase-orders and /v1/purchase-orders/{number}.</summary>
internal static class ListPurchaseOrders
{
    private static readonly string Sql = SqlFile.Of(typeof(ListPurchaseOrders), "list_purchase_orders.sql");

    internal sealed record Filter(
        [property: Description("approved, partially-received or received; all where left out.")] string? Status,
        string? Location,
        string? Supplier);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/purchase-orders", ListAsync)
            .WithName(nameof(ListPurchaseOrders))
            .WithSummary("Purchase orders with their lines, oldest first.")
            .WithTags("Purchase orders")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/purchase-orders/{number}", FindAsync)
            .WithName("FindPurchaseOrder")
            .WithSummary("One purchase order.")
            .WithTags("Purchase orders")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<PurchaseOrder>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Filter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        if (filter.Status is { } status && !PurchaseOrderStatus.All.Contains(status))
        {
            return ReplenishmentProblem.Malformed("status", $"A purchase order is {string.Join(", ", PurchaseOrderStatus.All)}.");
        }

        long? afterId = null;

        if (after[0] is { } last)
        {
            if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
            }

            afterId = id;
        }

        var orders = await ReadAsync(filter, null, afterId, page.Rows + 1, database, token);
        var answer = Page<(long Id, PurchaseOrder Order)>.Of(orders, page, row => [row.Id.ToString(CultureInfo.InvariantCulture)]);

        return TypedResults.Ok(new Page<PurchaseOrder>([.. answer.Items.Select(row => row.Order)], answer.Next));
    }

    private static async Task<Results<Ok<PurchaseOrder>, ProblemHttpResult>> FindAsync(
        string number, NpgsqlDataSource database, CancellationToken token) =>
        await ReadAsync(new(null, null, null), number, null, 1, database, token) is [var found]
            ? TypedResults.Ok(found.Order)
            : ReplenishmentProblem.NotFound("unknown-purchase-order", $"There is no purchase order {number}.");

    private static async Task<List<(long Id, PurchaseOrder Order)>> ReadAsync(
        Filter filter, string? number, long? afterId, int orders, NpgsqlDataSource database, CancellationToken token)
    {
        var rows = await database.Statement(Sql)
            .With(filter.Status).With(filter.Location).With(filter.Supplier).With(number).With(afterId).With(orders)
            .ListAsync(row => (Id: row.GetInt64(0), Order: Order(row), Line: Line(row)), token);

        return
        [
            .. from row in rows
               group row by row.Id into order
               select (order.Key, order.First().Order with { Lines = [.. order.Select(row => row.Line)] }),
        ];
    }

    private static PurchaseOrder Order(NpgsqlDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.Optional<DateTimeOffset?>(7),
        []);

    private static PurchaseOrderLine Line(NpgsqlDataReader row) => new(
        row.GetString(8),
        row.GetDecimal(9),
        row.GetDecimal(10),
        row.GetDecimal(11),
        row.GetFieldValue<DateOnly>(12));
}
