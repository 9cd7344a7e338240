using System.Globalization;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>GET /v1/{purchase or transfer}-orders/{number}/changes: who changed an order, when, how and why.</summary>
internal static class ListOrderChanges
{
    private static readonly string Sql = SqlFile.Of(typeof(ListOrderChanges), "list_order_changes.sql");

    /// <param name="Before">Status, amount, and the lines that differ, as they were; absent for what was created.</param>
    /// <param name="After">The same as they are since.</param>
    internal sealed record Change(int Revision, DateTimeOffset At, string Actor, string Action, string? Reason, OrderPart? Before, OrderPart After);

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (kind, tag) in new[] { (OrderKinds.Purchase, "Purchase orders"), (OrderKinds.Transfer, "Transfer orders") })
        {
            routes
                .MapGet($"/v1/{kind}-orders/{{number}}/changes", (
                    string number, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token) =>
                    ListAsync(kind, number, page, database, token))
                .WithName($"ListChangesOf{tag.Split(' ')[0]}Order")
                .WithSummary("Who changed an order, when, how and why, oldest first.")
                .WithTags(tag)
                .ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status404NotFound);
        }
    }

    private static async Task<Results<Ok<Page<Change>>, ProblemHttpResult>> ListAsync(
        string kind, string number, PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        int? afterRevision = null;

        if (after[0] is { } last)
        {
            if (!int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            {
                return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
            }

            afterRevision = revision;
        }

        var rows = await database.Statement(Sql).With(kind).With(number).With(afterRevision).With(page.Rows + 1).ListAsync(Read, token);

        if (rows.Count == 0 && (await PurchaseOrderStore.ListAsync(database.Statement, new(kind, Numbers: [number]), null, 1, token)).Count == 0)
        {
            return ListPurchaseOrders.Unknown(kind, number);
        }

        return TypedResults.Ok(Page<Change>.Of(rows, page, row => [row.Revision.ToString(CultureInfo.InvariantCulture)]));
    }

    private static Change Read(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetFieldValue<DateTimeOffset>(1),
        row.GetString(2),
        row.GetString(3),
        row.Optional<string>(4),
        row.Optional<string>(5) is { } before ? PartOf(before) : null,
        PartOf(row.GetString(6)));

    private static OrderPart PartOf(string json) =>
        JsonSerializer.Deserialize(json, ReplenishmentJson.Default.OrderPart) ?? throw new InvalidOperationException("A change says what is since.");
}
