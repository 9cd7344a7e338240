using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>POST /v1/purchase-orders and /v1/transfer-orders: drafts by hand.</summary>
internal sealed class CreateOrders(NpgsqlDataSource database, TimeProvider time, EventSignal signal)
{
    private const string KeyHeader = "Idempotency-Key";

    private static readonly string LockOrderKey = SqlFile.Of<CreateOrders>("lock_order_key.sql");
    private static readonly string FindOrderOfKey = SqlFile.Of<CreateOrders>("find_order_of_key.sql");

    internal sealed record PurchaseRequest(string Supplier, string Location, IReadOnlyList<LineRequest> Lines, string Actor);

    /// <param name="Source">The location that ships.</param>
    /// <param name="Location">The location that receives.</param>
    internal sealed record TransferRequest(string Source, string Location, IReadOnlyList<LineRequest> Lines, string Actor);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/purchase-orders", (
                PurchaseRequest request,
                [FromHeader(Name = KeyHeader), Description("The same key has one effect only, however often it is sent.")] string? idempotencyKey,
                CreateOrders orders,
                CancellationToken token) => orders.CreateAsync(
                    new(OrderKinds.Purchase, request.Supplier, null, request.Location, []), request.Lines, request.Actor,
                    KeyOf(idempotencyKey, request), token))
            .WithName("CreatePurchaseOrder")
            .WithSummary("Drafts a purchase order; with an Idempotency-Key once, however often it is sent.")
            .WithTags("Purchase orders")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/transfer-orders", (
                TransferRequest request,
                [FromHeader(Name = KeyHeader), Description("The same key has one effect only, however often it is sent.")] string? idempotencyKey,
                CreateOrders orders,
                CancellationToken token) => orders.CreateAsync(
                    new(OrderKinds.Transfer, null, request.Source, request.Location, []), request.Lines, request.Actor,
                    KeyOf(idempotencyKey, request), token))
            .WithName("CreateTransferOrder")
            .WithSummary("Drafts a transfer from one location to another; with an Idempotency-Key once, however often it is sent.")
            .WithTags("Transfer orders")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<Results<Created<PurchaseOrder>, ProblemHttpResult>> CreateAsync(
        NewOrder order, IReadOnlyList<LineRequest> lines, string actor, OrderKey? key, CancellationToken token)
    {
        if (key is { Key.Length: 0 or > 200 })
        {
            return ReplenishmentProblem.Malformed(KeyHeader, "A key has 1 to 200 characters.");
        }

        if (FirstViolation(order, actor) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        if (key is not null && await FindReplayAsync(transaction, key, token) is { } replay)
        {
            return replay;
        }

        if (await FindUnknownAsync(transaction, order, token) is { } unknown)
        {
            return unknown;
        }

        var now = time.GetUtcNow();
        var (wanted, refusal) = await OrderRequests.CompleteAsync(transaction, lines, order.Supplier, order.Location, now, token);

        if (refusal is not null)
        {
            return refusal;
        }

        await PurchaseOrderStore.LockProposalsAsync(transaction, order.Location, lines.Select(line => line.Sku), token);
        var created = await PurchaseOrderStore.CreateAsync(
            transaction, [order with { Lines = [.. wanted.Select(OrderLines.Line)] }], PurchaseOrderStatus.Draft, actor, [actor], now, key, token);
        await transaction.CommitAsync(token);
        signal.Wake();

        return Created(created[0].Order);
    }

    /// <summary>What the same key was answered with, or why this is not the same.</summary>
    private static async Task<Results<Created<PurchaseOrder>, ProblemHttpResult>?> FindReplayAsync(
        NpgsqlTransaction transaction, OrderKey key, CancellationToken token)
    {
        await transaction.Statement(LockOrderKey).With(key.Key).RunAsync(token);

        if (await transaction.Statement(FindOrderOfKey).With(key.Key)
            .FindAsync(row => new OrderKey(row.GetString(0), row.GetFieldValue<byte[]>(1)), token) is not { } known)
        {
            return null;
        }

        if (!known.RequestHash.AsSpan().SequenceEqual(key.RequestHash))
        {
            return ReplenishmentProblem.Conflict("conflicting-replay", "The key was used for another order before.");
        }

        var orders = await PurchaseOrderStore.ListAsync(transaction.Statement, new(Numbers: [known.Key]), null, 1, token);

        return Created(orders[0].Order);
    }

    private static async Task<ProblemHttpResult?> FindUnknownAsync(NpgsqlTransaction transaction, NewOrder order, CancellationToken token)
    {
        if (order.Source is { } source)
        {
            return (await SupplyCalendars.FindAsync(transaction.Statement, null, source, token)).LocationTimeZone is null
                ? ReplenishmentProblem.Invalid(new("source", "unknown-location", $"The ledger has not told of a location {source}."))
                : null;
        }

        return order.Supplier is { } supplier && (await SupplierCodes.FindUnknownAsync(transaction, [supplier], token)).Count > 0
            ? ReplenishmentProblem.Invalid(new("supplier", "unknown-supplier", $"There is no supplier {supplier}."))
            : null;
    }

    private static Violation? FirstViolation(NewOrder order, string actor) =>
        Codes.TextViolation("actor", actor)
        ?? Codes.CodeViolation("location", order.Location)
        ?? (order.Kind == OrderKinds.Purchase ? Codes.CodeViolation("supplier", order.Supplier) : Codes.CodeViolation("source", order.Source))
        ?? (order.Source == order.Location
            ? new Violation("source", "same-location", "A transfer goes from one location to another.")
            : null);

    private static Created<PurchaseOrder> Created(PurchaseOrder order) =>
        TypedResults.Created($"/v1/{order.Kind}-orders/{order.Number}", order);

    private static OrderKey? KeyOf<T>(string? key, T request) =>
        key is null ? null : new(key, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web)));
}
