using System.Diagnostics;
using Composerp.InventoryLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Periods;

/// <summary>POST /v1/period/close: from now on nothing is posted to business days up to one.</summary>
internal static class ClosePeriod
{
    /// <param name="Through">The last business day to close.</param>
    /// <param name="Actor">Who closes it.</param>
    internal sealed record Body(DateOnly Through, string Actor);

    internal sealed record Closed(DateOnly ClosedThrough);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/period/close", HandleAsync)
        .WithName(nameof(ClosePeriod))
        .WithSummary("Closes the business days of all locations up to one, for good.")
        .WithTags("Periods")
        .WithDescription(
            "Movements that occurred then are refused from now on, and what is told of stock as of then does not change any more. "
            + "Nothing is opened again. Closing the same day twice answers as the first time.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Closed>, ProblemHttpResult>> HandleAsync(
        Body body, PeriodStore periods, CancellationToken token)
    {
        if (!Codes.IsText(body.Actor, Codes.TextLengthMax))
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity,
                [new FieldError("actor", "bad-actor", LedgerReasons.BadText(Codes.TextLengthMax))]));
        }

        return await periods.CloseAsync(body.Through, body.Actor, token) switch
        {
            CloseOutcome.Closed or CloseOutcome.ClosedBefore => TypedResults.Ok(new Closed(body.Through)),
            CloseOutcome.Backwards => TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status409Conflict,
                [new FieldError("through", "period-closed", "Later business days are closed already, and a closed one is never opened again.")])),
            CloseOutcome.NotOver => TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity,
                [new FieldError("through", "day-not-over", "The day is not over at every location: what still happens on it could not be posted.")])),
            var outcome => throw new UnreachableException($"No answer for {outcome}."),
        };
    }
}
