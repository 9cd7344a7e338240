using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting;

/// <summary>What this service refuses, as problem details (RFC 9457) with stable types.</summary>
internal static class ForecastingProblem
{
    public static ProblemHttpResult UnknownRun(Guid id) =>
        Of(StatusCodes.Status404NotFound, "unknown-run", "Unknown run", $"There is no forecast run {id}.");

    public static ProblemHttpResult RunNotCompleted(string status) => Of(
        StatusCodes.Status409Conflict, "run-not-completed", "Run not completed", $"The run is {status}: it has no forecasts to show.");

    public static ProblemHttpResult ForecastsDeleted() => Of(
        StatusCodes.Status410Gone,
        "forecasts-deleted",
        "Forecasts deleted",
        "The forecasts of this run were deleted; newer runs have theirs.");

    public static ProblemHttpResult ConflictingReplay() => Of(
        StatusCodes.Status409Conflict,
        "conflicting-replay",
        "Conflicting replay",
        "A run with this idempotency key was asked for with other values.");

    public static ProblemHttpResult OutOfRange(string parameter, string range) => Refused(
        "out-of-range", "Out of range", parameter, $"{parameter} must be {range}.");

    public static ProblemHttpResult LimitOutOfRange() => OutOfRange("limit", $"1 to {Page.LimitMax}");

    public static ProblemHttpResult UnknownCursor() => Refused(
        "unknown-cursor", "Unknown cursor", "after", "after must be the \"next\" of the page before, with the same filters.");

    private static ProblemHttpResult Refused(string type, string title, string parameter, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status400BadRequest,
        title: title,
        type: UrnOf(type),
        extensions: new Dictionary<string, object?> { ["parameter"] = parameter });

    private static ProblemHttpResult Of(int status, string type, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: UrnOf(type));

    private static string UrnOf(string type) => $"urn:composerp:forecasting:{type}";
}
