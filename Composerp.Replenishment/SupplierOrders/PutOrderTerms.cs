using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.SupplierOrders;

/// <summary>PUT, GET and DELETE /v1/suppliers/{code}/order-terms: what holds for an order as a whole.</summary>
internal static class PutOrderTerms
{
    private static readonly string PutSql = SqlFile.Of(typeof(PutOrderTerms), "put_order_terms.sql");
    private static readonly string FindSql = SqlFile.Of(typeof(PutOrderTerms), "find_order_terms_of_supplier.sql");
    private static readonly string DeleteSql = SqlFile.Of(typeof(PutOrderTerms), "delete_order_terms.sql");

    internal sealed record Request(SupplierOrderTerms Terms, string? Actor = null);

    internal sealed record Answer(string Supplier, SupplierOrderTerms Terms, string? ChangedBy, DateTimeOffset ChangedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/suppliers/{code}/order-terms", PutAsync)
            .WithName(nameof(PutOrderTerms))
            .WithSummary("Says what holds for an order at a supplier as a whole: minimum, trucks, joint orders, budget.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapGet("/v1/suppliers/{code}/order-terms", FindAsync)
            .WithName("FindOrderTerms")
            .WithSummary("What holds for an order at a supplier as a whole.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapDelete("/v1/suppliers/{code}/order-terms", DeleteAsync)
            .WithName("DeleteOrderTerms")
            .WithSummary("Orders at a supplier have no conditions in common any more.")
            .WithTags("Suppliers")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string code, Request request, SupplierCodes codes, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        if ((request.Terms.FirstViolation() ?? Codes.OptionalTextViolation("actor", request.Actor)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        if ((await codes.FindUnknownAsync([code], token)).Count > 0)
        {
            return ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
        }

        await database.Statement(PutSql)
            .With(code).With(JsonSerializer.Serialize(request.Terms, ReplenishmentJson.Default.SupplierOrderTerms)).With(request.Actor).With(time.GetUtcNow())
            .RunAsync(token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> FindAsync(string code, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(FindSql).With(code).FindAsync(
            row => new Answer(
                code,
                JsonSerializer.Deserialize(row.GetString(0), ReplenishmentJson.Default.SupplierOrderTerms) ?? new(),
                row.Optional<string>(1),
                row.GetFieldValue<DateTimeOffset>(2)),
            token) is { } terms
            ? TypedResults.Ok(terms)
            : Unknown(code);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string code, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(DeleteSql).With(code).RunAsync(token) > 0 ? TypedResults.NoContent() : Unknown(code);

    private static ProblemHttpResult Unknown(string code) =>
        ReplenishmentProblem.NotFound("unknown-order-terms", $"Orders at {code} have no conditions in common.");
}
