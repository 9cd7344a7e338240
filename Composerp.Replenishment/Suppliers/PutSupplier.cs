using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Suppliers;

/// <summary>PUT /v1/suppliers/{code}: creates or changes a supplier.</summary>
internal static class PutSupplier
{
    /// <param name="OverTolerance">So much more than ordered is no surprise: 0.05 are five percent; 0 where left out.</param>
    /// <param name="UnderTolerance">So much less than ordered still completes a line; 0 where left out.</param>
    /// <param name="UsesStatedLeadTime">Plan with the stated lead times also where enough deliveries were measured.</param>
    internal sealed record Request(
        string Name, string? Actor = null, decimal? OverTolerance = null, decimal? UnderTolerance = null, bool? UsesStatedLeadTime = null);

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
            ?? Codes.OptionalTextViolation("actor", request.Actor)
            ?? ToleranceViolation("overTolerance", request.OverTolerance)
            ?? ToleranceViolation("underTolerance", request.UnderTolerance);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var delivery = new DeliveryTerms(request.OverTolerance ?? 0, request.UnderTolerance ?? 0, request.UsesStatedLeadTime ?? false);
        await suppliers.PutAsync(code, request.Name, delivery, request.Actor, token);

        return TypedResults.NoContent();
    }

    private static Violation? ToleranceViolation(string field, decimal? tolerance) => tolerance switch
    {
        null => null,
        < 0 or > 0.9m => new(field, "tolerance-out-of-range", "A tolerance is 0 to 0.9: 0.05 are five percent."),
        { } value => Quantity.Violation(field, value),
    };
}
