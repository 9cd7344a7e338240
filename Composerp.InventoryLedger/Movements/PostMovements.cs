using System.Diagnostics;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Composerp.InventoryLedger.Movements;

/// <summary>POST /v1/movements: posts one movement or many, each once however often it is sent.</summary>
internal static class PostMovements
{
    public const int MovementsMax = 1_000;

    // What is posted together also has its lines in one statement.
    private const int LinesAtOnceMax = 10_000;

    internal sealed record PostedMovement(string Id, string Status, DateTimeOffset RecordedAt, IReadOnlyList<MovementPart> Parts);

    internal sealed record PostedMovements(IReadOnlyList<MovementResult> Results);

    /// <param name="Status">"posted" or "refused".</param>
    internal sealed record MovementResult(
        string? Id,
        string Status,
        DateTimeOffset? RecordedAt = null,
        IReadOnlyList<MovementPart>? Parts = null,
        ProblemDetails? Problem = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/movements", HandleAsync)
        .WithName(nameof(PostMovements))
        .WithSummary("Posts one movement or an array of up to 1,000, each once however often it is sent.")
        .WithDescription(
            "One movement: 201, or a problem. An array: 200 with one result per movement, in order; a refused one does not fail its neighbours.")
        .WithTags("Movements")
        .AddOpenApiOperationTransformer(DescribeBodyAsync)
        .Produces<PostedMovement>(StatusCodes.Status201Created)
        .Produces<PostedMovements>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    // The body reads itself, so that its form has to be told.
    private static async Task DescribeBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken token)
    {
        context.Document?.AddComponent(nameof(MovementDraft), await context.GetOrCreateSchemaAsync(typeof(MovementDraft), null, token));
        var movement = new OpenApiSchemaReference(nameof(MovementDraft), context.Document);
        var json = operation.RequestBody?.Content?.Values.SingleOrDefault();
        json?.Schema = new OpenApiSchema
        {
            OneOf = [movement, new OpenApiSchema { Type = JsonSchemaType.Array, Items = movement, MaxItems = MovementsMax }],
        };
    }

    private static async Task<IResult> HandleAsync(
        [FromBody] MovementsBody body, PostingLanes lanes, TimeProvider time, HttpResponse response, CancellationToken token)
    {
        if (body.Movements.Count > MovementsMax)
        {
            return TypedResults.Problem(LedgerProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "too-many-movements", $"At most {MovementsMax} movements are posted at once."));
        }

        var now = time.GetUtcNow();
        var results = await PostAsync([.. body.Movements.Select(draft => Check(draft, now))], lanes, token);

        if (results is null)
        {
            return TypedResults.Problem(LedgerProblem.TooManyWaiting(response));
        }

        return body.IsArray ? TypedResults.Ok(new PostedMovements(results)) : One(results[0]);
    }

    private static IResult One(MovementResult result) => result is { Problem: { } problem }
        ? TypedResults.Problem(problem)
        : TypedResults.Created(
            $"/v1/movements/{Uri.EscapeDataString(result.Id ?? "")}",
            new PostedMovement(result.Id ?? "", result.Status, result.RecordedAt ?? default, result.Parts ?? []));

    private static (MovementDraft Draft, Movement? Movement, ProblemDetails? Problem) Check(MovementDraft? told, DateTimeOffset now)
    {
        var draft = told ?? new();
        var (movement, violations) = MovementRules.Check(draft, now);

        return (draft, movement, violations.Count > 0 ? LedgerProblem.Of(violations) : null);
    }

    private static async Task<IReadOnlyList<MovementResult>?> PostAsync(
        IReadOnlyList<(MovementDraft Draft, Movement? Movement, ProblemDetails? Problem)> movements,
        PostingLanes lanes,
        CancellationToken token)
    {
        var outcomes = new Queue<PostingOutcome>();

        foreach (var group in Groups(movements.Select(movement => movement.Movement).OfType<Movement>()))
        {
            if (await lanes.TryPostAsync(group, token) is not { } posted)
            {
                return null;
            }

            foreach (var outcome in posted)
            {
                outcomes.Enqueue(outcome);
            }
        }

        return
        [
            .. movements.Select(movement => movement.Problem is { } problem
                ? new MovementResult(movement.Draft.Id, "refused", Problem: problem)
                : Result(movement.Draft.Id, outcomes.Dequeue())),
        ];
    }

    private static IEnumerable<IReadOnlyList<Movement>> Groups(IEnumerable<Movement> movements)
    {
        var group = new List<Movement>();
        var lines = 0;

        foreach (var movement in movements)
        {
            // What takes another movement back looks it up first, also one that stands before it here.
            if (group.Count > 0 && (lines + movement.Lines.Count > LinesAtOnceMax || movement.PastId is not null))
            {
                yield return group;
                group = [];
                lines = 0;
            }

            group.Add(movement);
            lines += movement.Lines.Count;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static MovementResult Result(string? id, PostingOutcome outcome) => outcome switch
    {
        Posted posted => new(id, "posted", posted.RecordedAt, posted.Parts),
        Refused refused => new(id, "refused", Problem: LedgerProblem.Of(refused)),
        _ => throw new UnreachableException($"No answer for {outcome}."),
    };
}
