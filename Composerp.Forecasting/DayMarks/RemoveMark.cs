using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Forecasting.DayMarks;

/// <summary>DELETE /v1/day-marks/{id}: takes a mark off its days.</summary>
internal static class RemoveMark
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/v1/day-marks/{id}", HandleAsync)
        .WithName(nameof(RemoveMark))
        .WithSummary("Takes a mark off its days.")
        .WithTags("Day marks")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? actor, MarkStore marks, CancellationToken token)
    {
        if (RowFault.OfOptionalText(0, "actor", actor) is { } fault)
        {
            return ForecastingProblem.Invalid(fault.Field, fault.Type, fault.Reason);
        }

        return await marks.RemoveAsync(id, actor, token)
            ? TypedResults.NoContent()
            : ForecastingProblem.NotFound("unknown-day-mark", "Unknown mark", $"There is no mark {id}.");
    }
}
