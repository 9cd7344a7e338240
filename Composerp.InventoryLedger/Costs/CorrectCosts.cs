using System.Diagnostics;
using System.Text.Json.Serialization;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.InventoryLedger.Costs;

/// <summary>POST /v1/cost-corrections: an invoice, or freight and duty, tell later what a receipt's goods cost.</summary>
internal static class CorrectCosts
{
    private static readonly string _summarizeCorrection = SqlFile.Of(typeof(CorrectCosts), "summarize_correction.sql");

    /// <param name="Id">Chosen by the sender, for ever unique: the same again is answered as the first time.</param>
    /// <param name="Movement">The id of the receipt.</param>
    /// <param name="OccurredAt">When the correction counts from; now, where it is left out.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CorrectionBody(
        string Id,
        string Movement,
        IReadOnlyList<CorrectionLine> Lines,
        DateTimeOffset? OccurredAt = null,
        string? Reference = null,
        string? Reason = null,
        string? Actor = null);

    /// <param name="Lot">One lot of the item; all that the receipt brought, where it is left out.</param>
    /// <param name="UnitPrice">What one of the item's own unit cost, in place of what was told before.</param>
    /// <param name="LandedCost">An amount on top, for all of the line: freight, duty, insurance. Below zero takes off.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CorrectionLine(string Sku, string? Lot = null, decimal? UnitPrice = null, decimal? LandedCost = null);

    internal sealed record CorrectionResult(string Id, DateTimeOffset RecordedAt, IReadOnlyList<CorrectionEffect> Effects);

    /// <param name="InStock">What the goods that are left are worth more, or less.</param>
    /// <param name="Sold">What the goods that left cost more, or less: a cost of sales.</param>
    internal sealed record CorrectionEffect(string Sku, string? Lot, decimal InStock, decimal Sold);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/cost-corrections", HandleAsync)
        .WithName(nameof(CorrectCosts))
        .WithSummary("Corrects what the goods of a receipt cost: another price, or landed cost on top.")
        .WithDescription("The part of the difference that belongs to goods in stock changes their value; the rest is a cost of sales. Both are in the answer.")
        .WithTags("Costs")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Created<CorrectionResult>, ProblemHttpResult>> HandleAsync(
        CorrectionBody body, PostingLanes lanes, NpgsqlDataSource database, TimeProvider time, HttpResponse response, CancellationToken token)
    {
        if (Errors(body, time.GetUtcNow()).ToArray() is { Length: > 0 } errors)
        {
            return TypedResults.Problem(LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, errors));
        }

        var outcomes = await lanes.TryPostAsync([Movement(body)], token);

        return outcomes?[0] switch
        {
            null => TypedResults.Problem(LedgerProblem.TooManyWaiting(response)),
            Refused refused => TypedResults.Problem(LedgerProblem.Of(refused)),
            Posted posted => TypedResults.Created(
                $"/v1/movements/{Uri.EscapeDataString(body.Id)}",
                new CorrectionResult(body.Id, posted.RecordedAt, await EffectsAsync(body.Id, database, token))),
            var outcome => throw new UnreachableException($"No answer for {outcome}."),
        };
    }

    private static IEnumerable<FieldError> Errors(CorrectionBody body, DateTimeOffset now)
    {
        if (!Codes.IsMovementId(body.Id))
        {
            yield return Error(MovementViolation.BadId, "id");
        }

        foreach (var (text, field) in new[] { (body.Reference, "reference"), (body.Reason, "reason"), (body.Actor, "actor") })
        {
            if (text is not null && !Codes.IsText(text, Codes.TextLengthMax))
            {
                yield return Error(MovementViolation.BadText, field);
            }
        }

        if (body.OccurredAt > now + MovementRules.FutureMax)
        {
            yield return Error(MovementViolation.OccursInFuture, "occurredAt");
        }

        if (body.Lines.Count is 0 or > MovementRules.LineCountMax)
        {
            yield return Error(body.Lines.Count == 0 ? MovementViolation.NoLines : MovementViolation.TooManyLines, "lines");
        }

        foreach (var (line, n) in body.Lines.Select((line, n) => (line, n)))
        {
            if (line.UnitPrice is null == line.LandedCost is null)
            {
                yield return new($"lines[{n}]", "price-or-landed-cost", "A line has either a unitPrice or a landedCost.");
            }

            if (line.UnitPrice is { } price && !UnitPrices.IsUnitPrice(price))
            {
                yield return Error(MovementViolation.BadUnitPrice, $"lines[{n}].unitPrice");
            }

            if (line.LandedCost is { } cost && !UnitPrices.IsUnitPrice(Math.Abs(cost)))
            {
                yield return new($"lines[{n}].landedCost", "bad-landed-cost", "An amount is below 10^12 either way, with at most six decimals.");
            }
        }
    }

    private static FieldError Error(MovementViolation violation, string field) =>
        new(field, LedgerProblem.Kebab(violation.ToString()), LedgerReasons.Of(violation));

    private static Movement Movement(CorrectionBody body)
    {
        var movement = new Movement(
            body.Id,
            MovementKind.CostCorrection,
            MovementRules.Microseconds(body.OccurredAt),
            new(""),
            null,
            body.Reference,
            body.Reason,
            body.Actor,
            [
                .. body.Lines.Select(line => new MovementLine(new(line.Sku), line.Lot ?? "", Quantity.Zero, line.UnitPrice)
                {
                    LandedCost = line.LandedCost is { } cost ? Money.Of(cost) : null,
                }),
            ],
            default)
        {
            PastId = body.Movement,
        };

        return movement with { Content = ContentHash.OfMovement(movement) };
    }

    private static async Task<IReadOnlyList<CorrectionEffect>> EffectsAsync(string id, NpgsqlDataSource database, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _summarizeCorrection, Sql.Of(id));
        await using var rows = await command.ExecuteReaderAsync(token);
        var effects = new List<CorrectionEffect>();

        while (await rows.ReadAsync(token))
        {
            effects.Add(new(rows.GetString(0), rows.GetString(1) is { Length: > 0 } lot ? lot : null, rows.Money(2), rows.Money(3)));
        }

        return effects;
    }
}
