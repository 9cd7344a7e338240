using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment;

/// <summary>Refusals as problem details, with stable types urn:composerp:replenishment:{what}.</summary>
internal static class ReplenishmentProblem
{
    /// <summary>So many rows of a bulk request are named at most.</summary>
    private const int ErrorsMax = 100;

    public static ProblemHttpResult NotFound(string what, string detail) =>
        Of(StatusCodes.Status404NotFound, what, "Not found", detail);

    public static ProblemHttpResult Malformed(string parameter, string detail) => Of(
        StatusCodes.Status400BadRequest, "malformed-parameter", "Malformed parameter", detail,
        new Dictionary<string, object?> { ["parameter"] = parameter });

    public static ProblemHttpResult Conflict(string what, string detail, IReadOnlyDictionary<string, object?>? more = null) =>
        Of(StatusCodes.Status409Conflict, what, "Conflict", detail, more);

    /// <summary>The actor may not do it.</summary>
    public static ProblemHttpResult Forbidden(Violation violation) => Of(
        StatusCodes.Status403Forbidden, violation.Type, "Forbidden", violation.Reason,
        new Dictionary<string, object?> { ["field"] = violation.Field });

    public static ProblemHttpResult Invalid(Violation violation) => Of(
        StatusCodes.Status422UnprocessableEntity, violation.Type, "Invalid field", violation.Reason,
        new Dictionary<string, object?> { ["field"] = violation.Field });

    /// <summary>Nothing of a bulk request was stored, because of these rows.</summary>
    /// <param name="errorsMax">So many are named.</param>
    public static ProblemHttpResult InvalidRows(IReadOnlyCollection<RowViolation> violations, int errorsMax = ErrorsMax) => Of(
        StatusCodes.Status422UnprocessableEntity,
        "invalid-rows",
        "Invalid rows",
        violations.Count == 1 ? "Nothing was stored: 1 row is invalid." : $"Nothing was stored: {violations.Count} rows are invalid.",
        new Dictionary<string, object?>
        {
            ["errors"] = violations.Take(errorsMax)
                .Select(one => new RowError(one.Row, one.Violation.Field, one.Violation.Type, one.Violation.Reason))
                .ToList(),
        });

    /// <param name="suppliers">That of each row.</param>
    public static ProblemHttpResult UnknownSuppliers(IEnumerable<string> suppliers, IReadOnlySet<string> unknown) => InvalidRows(
        [.. from row in suppliers.Index()
            where unknown.Contains(row.Item)
            select new RowViolation(row.Index + 1, new("supplier", "unknown-supplier", $"There is no supplier {row.Item}."))]);

    private static ProblemHttpResult Of(
        int status, string what, string title, string detail, IReadOnlyDictionary<string, object?>? more = null) =>
        TypedResults.Problem(
            detail, statusCode: status, title: title, type: $"urn:composerp:replenishment:{what}", extensions: more ?? new Dictionary<string, object?>());
}

/// <param name="Row">Counted from 1; of a file its line, of which the header is the first.</param>
internal sealed record RowViolation(int Row, Violation Violation);

internal sealed record RowError(int Row, string Field, string Type, string Reason);
