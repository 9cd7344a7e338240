using System.Text.Json;
using Composerp.InventoryLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.InventoryLedger;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Path in the request's body, such as "lines[2].quantity".</param>
/// <param name="Type">Kebab-case, stable.</param>
/// <param name="Available">The stock that there is, where it does not suffice.</param>
internal sealed record FieldError(string Field, string Type, string Reason, decimal? Available = null);

/// <summary>Refusals as problem details (RFC 9457). The type is that of the first error; all of them are in "errors".</summary>
internal static class LedgerProblem
{
    private const string TypePrefix = "urn:composerp:inventory-ledger:";

    public static ProblemDetails Of(IReadOnlyList<RuleViolation> violations) => Of(
        StatusCodes.Status422UnprocessableEntity,
        [.. violations.Select(violation => new FieldError(
            violation.Field, Kebab(violation.Violation.ToString()), LedgerReasons.Of(violation.Violation)))]);

    public static ProblemDetails Of(Refused refused) => Of(
        StatusOf(refused.Refusals[0].Kind),
        [.. refused.Refusals.Select(refusal => new FieldError(
            FieldOf(refusal), Kebab(refusal.Kind.ToString()), LedgerReasons.Of(refusal), refusal.Available?.ToDecimal()))]);

    public static ProblemDetails Of(int status, IReadOnlyList<FieldError> errors)
    {
        var problem = Of(status, errors[0].Type, errors[0].Reason);
        problem.Extensions["errors"] = errors;

        return problem;
    }

    /// <param name="type">Kebab-case; the title says the same in words.</param>
    public static ProblemDetails Of(int status, string type, string reason) => new()
    {
        Status = status,
        Type = TypePrefix + type,
        Title = $"{char.ToUpperInvariant(type[0])}{type[1..].Replace('-', ' ')}",
        Detail = reason,
    };

    /// <param name="name">As it stands in the query.</param>
    public static ProblemDetails OfParameter(string name, string reason)
    {
        var problem = Of(StatusCodes.Status400BadRequest, "malformed-parameter", reason);
        problem.Extensions["parameter"] = name;

        return problem;
    }

    public static ProblemDetails UnknownCursor() => OfParameter("after", "after is the \"next\" of the page before.");

    /// <summary>Nothing was posted; the same may be sent again in a second.</summary>
    public static ProblemDetails TooManyWaiting(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";

        return Of(StatusCodes.Status429TooManyRequests, "too-many-waiting", "Too many movements wait to be posted. Send the same again.");
    }

    public static ProblemDetails UnknownFormat() => Of(
        StatusCodes.Status406NotAcceptable, "unknown-format", "Exports are \"ndjson\" (application/x-ndjson) or \"csv\" (text/csv).");

    public static ProblemDetails NotFound(string what) => Of(StatusCodes.Status404NotFound, $"unknown-{what}", $"There is no such {what}.");

    /// <summary>The type by which a case is known outside: InsufficientStock is "insufficient-stock".</summary>
    public static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    // Refused as things stand: another day it may be taken.
    private static int StatusOf(RefusalKind kind) => kind is RefusalKind.ConflictingReplay or RefusalKind.InsufficientStock
        or RefusalKind.InsufficientReservation or RefusalKind.ReservationClosed or RefusalKind.AlreadyReversed or RefusalKind.PeriodClosed
        or RefusalKind.SerialInStock
        ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    private static string FieldOf(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.ConflictingReplay => "id",
        RefusalKind.UnknownLocation => refusal.IsDestination ? "toLocation" : "location",
        RefusalKind.UnknownMovement or RefusalKind.MovementArchived or RefusalKind.AlreadyReversed or RefusalKind.NotReversible => refusal.IsOfCost ? "movement" : "reverses",
        RefusalKind.UnknownReservation or RefusalKind.ReservationClosed => "reservation",
        RefusalKind.PeriodClosed => "occurredAt",
        RefusalKind.UnknownItem => $"lines[{refusal.Line}].sku",
        RefusalKind.UnknownUnit => $"lines[{refusal.Line}].unit",
        RefusalKind.MissingLot or RefusalKind.UnexpectedLot or RefusalKind.SerialInStock => $"lines[{refusal.Line}].lot",
        RefusalKind.ConflictingLotExpiry => $"lines[{refusal.Line}].expiresOn",
        _ when refusal.Line is null => "lines",
        _ => $"lines[{refusal.Line}].quantity",
    };
}
