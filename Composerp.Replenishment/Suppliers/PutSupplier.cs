using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Suppliers;

/// <summary>PUT /v1/suppliers/{code}: creates or changes a supplier.</summary>
internal static class PutSupplier
{
    internal sealed record Request(string Name, string? Actor = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/v1/suppliers/{code}", HandleAsync)
        .WithName(nameof(PutSupplier))
        .WithSummary("Creates or changes a supplier.")
        .WithTags("Suppliers")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, Request request, SupplierStore suppliers, CancellationToken token)
    {
        var violation = Codes.CodeViolation("code", code)
            ?? Codes.TextViolation("name", request.Name)
            ?? Codes.OptionalTextViolation("actor", request.Actor);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await suppliers.PutAsync(code, request.Name, request.Actor, token);

        return TypedResults.NoContent();
    }
}
