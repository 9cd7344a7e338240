using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting;

/// <summary>What this service refuses, as problem details (RFC 9457) with stable types.</summary>
internal static class ForecastingProblem
{
    /// <summary>So many faults of a bulk request are named at most.</summary>
    private const int FaultsMax = 100;

    public static ProblemHttpResult UnknownRun(Guid id) =>
        Of(StatusCodes.Status404NotFound, "unknown-run", "Unknown run", $"There is no forecast run {id}.");

    public static ProblemHttpResult UnknownSeries(string location, string sku) =>
        Of(StatusCodes.Status404NotFound, "unknown-series", "Unknown series", $"No demand of {sku} at {location} is known.");

    public static ProblemHttpResult UnknownAdjustment(Guid id) =>
        Of(StatusCodes.Status404NotFound, "unknown-adjustment", "Unknown adjustment", $"There is no adjustment {id}.");

    public static ProblemHttpResult UnknownFreeze(Guid id) =>
        Of(StatusCodes.Status404NotFound, "unknown-freeze", "Unknown freeze", $"There is no freeze {id}.");

    public static ProblemHttpResult RunNotCompleted(string status) => Of(
        StatusCodes.Status409Conflict, "run-not-completed", "Run not completed", $"The run is {status}: it has no forecasts to show.");

    public static ProblemHttpResult RunEnded(string status) =>
        Of(StatusCodes.Status409Conflict, "run-ended", "Run ended", $"The run is {status}: there is nothing left to cancel.");

    public static ProblemHttpResult ForecastsDeleted() => Of(
        StatusCodes.Status410Gone,
        "forecasts-deleted",
        "Forecasts deleted",
        "The forecasts of this run were deleted; newer runs have theirs.");

    public static ProblemHttpResult ConflictingReplay() => Of(
        StatusCodes.Status409Conflict,
        "conflicting-replay",
        "Conflicting replay",
        "Something with this idempotency key was asked for with other values.");

    public static ProblemHttpResult UnknownFormat() => Of(
        StatusCodes.Status406NotAcceptable, "unknown-format", "Unknown format", "Exports are \"ndjson\", \"csv\" or \"parquet\".");

    public static ProblemHttpResult LimitOutOfRange() => Malformed("limit", $"limit is 1 to {Page.LimitMax}.");

    public static ProblemHttpResult UnknownCursor() => Malformed("after", "after is the \"next\" of the page before, with the same filters.");

    public static ProblemHttpResult Malformed(string parameter, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status400BadRequest,
        title: "Malformed parameter",
        type: UrnOf("malformed-parameter"),
        extensions: new Dictionary<string, object?> { ["parameter"] = parameter });

    public static ProblemHttpResult Invalid(string field, string type, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "Invalid field",
        type: UrnOf(type),
        extensions: new Dictionary<string, object?> { ["field"] = field });

    /// <summary>Nothing of a bulk request was stored, because of these rows.</summary>
    public static ProblemHttpResult InvalidRows(IReadOnlyCollection<RowFault> faults) => TypedResults.Problem(
        faults.Count == 1 ? "Nothing was stored: 1 field is invalid." : $"Nothing was stored: {faults.Count} fields are invalid.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "Invalid rows",
        type: UrnOf("invalid-rows"),
        extensions: new Dictionary<string, object?> { ["errors"] = faults.Take(FaultsMax).ToList() });

    public static ProblemHttpResult NotFound(string type, string title, string detail) =>
        Of(StatusCodes.Status404NotFound, type, title, detail);

    public static ProblemHttpResult Conflict(string type, string title, string detail) =>
        Of(StatusCodes.Status409Conflict, type, title, detail);

    private static ProblemHttpResult Of(int status, string type, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: UrnOf(type));

    private static string UrnOf(string type) => $"urn:composerp:forecasting:{type}";
}
