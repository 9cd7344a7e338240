using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Approvals;

/// <summary>/v1/approval-roles: how much a role may approve. Bookkeeping, not security, until people authenticate.</summary>
internal static class ApprovalLimits
{
    public const int LimitsMax = 1_000;

    private static readonly string DeleteRole = SqlFile.Of(typeof(ApprovalLimits), "delete_role.sql");
    private static readonly string PutLimits = SqlFile.Of(typeof(ApprovalLimits), "put_limits.sql");
    private static readonly string ListLimits = SqlFile.Of(typeof(ApprovalLimits), "list_limits.sql");

    internal sealed record Request(IReadOnlyList<ApprovalLimit> Limits);

    internal sealed record Role(string Name, IReadOnlyList<ApprovalLimit> Limits);

    internal sealed record Answer(IReadOnlyList<Role> Items);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/approval-roles/{role}", PutAsync)
            .WithName("PutApprovalRole")
            .WithSummary("Says how much a role may approve: in general, and of single suppliers.")
            .WithTags("Approvals")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapDelete("/v1/approval-roles/{role}", DeleteAsync)
            .WithName("DeleteApprovalRole")
            .WithSummary("Takes a role away; who has it may approve nothing while limits are kept.")
            .WithTags("Approvals")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapGet("/v1/approval-roles", ListAsync)
            .WithName("ListApprovalRoles")
            .WithSummary("All roles with their limits. None: everybody may approve everything that they did not make.")
            .WithTags("Approvals");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string role, Request request, NpgsqlDataSource database, SupplierCodes codes, CancellationToken token)
    {
        if ((Codes.CodeViolation("role", role) ?? FirstViolation(request.Limits)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var unknown = await codes.FindUnknownAsync(request.Limits.Select(limit => limit.Supplier).OfType<string>(), token);

        if (unknown.Count > 0)
        {
            return ReplenishmentProblem.Invalid(new("supplier", "unknown-supplier", $"There is no supplier {unknown.First()}."));
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await transaction.Statement(DeleteRole).With(role).RunAsync(token);
        await transaction.Statement(PutLimits)
            .With(role)
            .With(request.Limits.Select(limit => limit.Supplier ?? "").ToArray())
            .With(request.Limits.Select(limit => limit.AmountMax).ToArray())
            .RunAsync(token);
        await transaction.CommitAsync(token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string role, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(DeleteRole).With(role).RunAsync(token) > 0
            ? TypedResults.NoContent()
            : ReplenishmentProblem.NotFound("unknown-role", $"There is no role {role}.");

    private static async Task<Ok<Answer>> ListAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var rows = await database.Statement(ListLimits).ListAsync(
            row => (Role: row.GetString(0), Limit: new ApprovalLimit(row.Optional<string>(1), row.Optional<decimal?>(2))), token);

        return TypedResults.Ok(new Answer([.. rows.GroupBy(row => row.Role).Select(role => new Role(role.Key, [.. role.Select(row => row.Limit)]))]));
    }

    private static Violation? FirstViolation(IReadOnlyList<ApprovalLimit> limits) =>
        limits.Count is 0 or > LimitsMax ? new("limits", "limit-count-out-of-range", "A role has 1 to 1,000 limits.")
        : limits.DistinctBy(limit => limit.Supplier).Count() < limits.Count ? new("limits", "repeated-row", "A supplier has one limit, and so have all others together.")
        : limits.Select(limit => limit.AmountMax is { } amount ? Quantity.Violation("amountMax", amount) : null).FirstOrDefault(one => one is not null);
}
