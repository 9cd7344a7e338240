using System.ComponentModel;
using System.Globalization;
using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>GET /v1/purchase-orders and /v1/purchase-orders/{number}, and the same of transfers.</summary>
internal static class ListPurchaseOrders
{
    private const string StatusHelp =
        "draft, proposed, approved, sent, partially-received, received, short-closed or cancelled; all where left out.";

    internal sealed record Filter([property: Description(StatusHelp)] string? Status, string? Location, string? Supplier);

    internal sealed record TransferFilter([property: Description(StatusHelp)] string? Status, string? Location, string? Source);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/purchase-orders", (
                [AsParameters] Filter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token) =>
                ListAsync(new(OrderKinds.Purchase, filter.Status, filter.Location, filter.Supplier), page, database, token))
            .WithName(nameof(ListPurchaseOrders))
            .WithSummary("Purchase orders with their lines, oldest first.")
            .WithTags("Purchase orders")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/purchase-orders/{number}", (string number, NpgsqlDataSource database, CancellationToken token) =>
                FindAsync(OrderKinds.Purchase, number, database, token))
            .WithName("FindPurchaseOrder")
            .WithSummary("One purchase order.")
            .WithTags("Purchase orders")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapGet("/v1/transfer-orders", (
                [AsParameters] TransferFilter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token) =>
                ListAsync(new(OrderKinds.Transfer, filter.Status, filter.Location, Source: filter.Source), page, database, token))
            .WithName("ListTransferOrders")
            .WithSummary("Transfer orders with their lines, oldest first.")
            .WithTags("Transfer orders")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/transfer-orders/{number}", (string number, NpgsqlDataSource database, CancellationToken token) =>
                FindAsync(OrderKinds.Transfer, number, database, token))
            .WithName("FindTransferOrder")
            .WithSummary("One transfer order.")
            .WithTags("Transfer orders")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static ProblemHttpResult Unknown(string kind, string number) =>
        ReplenishmentProblem.NotFound($"unknown-{kind}-order", $"There is no {kind} order {number}.");

    private static async Task<Results<Ok<Page<PurchaseOrder>>, ProblemHttpResult>> ListAsync(
        OrderFilter filter, PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        if (filter.Status is { } status && !PurchaseOrderStatus.All.Contains(status))
        {
            return ReplenishmentProblem.Malformed("status", $"An order is {string.Join(", ", PurchaseOrderStatus.All)}.");
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

        var orders = await PurchaseOrderStore.ListAsync(database.Statement, filter, afterId, page.Rows + 1, token);
        var answer = Page<StoredOrder>.Of(orders, page, row => [row.Id.ToString(CultureInfo.InvariantCulture)]);

        return TypedResults.Ok(new Page<PurchaseOrder>([.. answer.Items.Select(row => row.Order)], answer.Next));
    }

    private static async Task<Results<Ok<PurchaseOrder>, ProblemHttpResult>> FindAsync(
        string kind, string number, NpgsqlDataSource database, CancellationToken token) =>
        await PurchaseOrderStore.ListAsync(database.Statement, new(kind, Numbers: [number]), null, 1, token) is [var found]
            ? TypedResults.Ok(found.Order)
            : Unknown(kind, number);
}
