using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Composerp.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.DeadLetters;

/// <summary>Lists what was refused, and applies it again once the cause was removed.</summary>
internal static class DeadLetterEndpoints
{
    private const int LimitMax = 1_000;

    private const int ActorLengthMax = 500;

    /// <param name="Data">What was to be applied, where it is JSON.</param>
    /// <param name="Text">The same where it is not.</param>
    internal sealed record Item(
        string Source,
        int Shard,
        long Sequence,
        string Type,
        DateTimeOffset RecordedAt,
        string Reason,
        DateTimeOffset? RefusedAt,
        DateTimeOffset? AppliedAt,
        string? AppliedBy,
        string? Sender,
        string? SenderEventId,
        JsonElement? Data,
        string? Text);

    internal sealed record Page(IReadOnlyList<Item> Items, string? Next);

    /// <param name="Actor">Who has it applied.</param>
    internal sealed record ApplyRequest(string? Actor = null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/v1/dead-letters").WithTags("Dead letters");

        letters.MapGet("", ListAsync)
            .WithName("ListDeadLetters")
            .WithSummary("Events that were refused and wait for a person.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        letters.MapPost("/{source}/{shard:int}/{sequence:long}/apply", ApplyAsync)
            .WithName("ApplyDeadLetter")
            .WithSummary("Applies a refused event once; doing it again changes nothing.")
            .WithDescription("Later events of its shard have been applied in the meantime.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(
        [Description("The next of the page before.")] string? after,
        [Description("1 to 1000, by default 100.")] int? limit,
        [Description("true lists those that were applied in the end, instead of those that wait.")] bool? applied,
        NpgsqlDataSource database,
        IHostEnvironment environment,
        CancellationToken token)
    {
        var cursor = after is null ? DeadLetterCursor.Start : DeadLetterCursor.TryParse(after);
        var size = limit ?? 100;

        if (cursor is not { } start)
        {
            return Malformed(environment, "after", "after is the \"next\" of the page before.");
        }

        if (size is < 1 or > LimitMax)
        {
            return Malformed(environment, "limit", $"limit is 1 to {LimitMax}.");
        }

        var letters = await DeadLetterStore.ListAsync(database, start, applied ?? false, size + 1, token);
        var page = letters.Take(size).ToList();
        var next = letters.Count > size ? new DeadLetterCursor(page[^1].Source, page[^1].Shard, page[^1].Sequence).ToString() : null;

        return TypedResults.Ok(new Page([.. page.Select(ItemOf)], next));
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> ApplyAsync(
        [Description("The service or topic that it came from.")] string source,
        [Description("As the list gives it.")] int shard,
        [Description("As the list gives it.")] long sequence,
        [FromBody] ApplyRequest? request,
        ApplyDeadLetter use,
        IHostEnvironment environment,
        CancellationToken token)
    {
        if (request?.Actor is { } actor && (actor.Length is 0 or > ActorLengthMax || actor.Any(char.IsControl)))
        {
            return Invalid(environment, "actor", $"The actor has 1 to {ActorLengthMax} characters, no control characters.");
        }

        var outcome = await use.ApplyAsync(source, shard, sequence, request?.Actor, token);

        return outcome switch
        {
            { Case: ApplyDeadLetterCase.Applied, Letter: { } letter } => TypedResults.Ok(ItemOf(letter)),
            { Case: ApplyDeadLetterCase.Refused } => Problem(environment, 422, "event-refused", "Event refused again", outcome.Reason),
            { Case: ApplyDeadLetterCase.NotConsumed } => Problem(
                environment, 409, "source-not-consumed", "Source not consumed", $"This service does not consume {source} any more."),
            _ => Problem(environment, 404, "unknown-dead-letter", "Unknown dead letter", $"There is no dead letter {source}/{shard}/{sequence}."),
        };
    }

    private static Item ItemOf(DeadLetter letter)
    {
        var json = CloudEvent.IsJson(letter.Data.ToArray());

        return new Item(
            letter.Source,
            letter.Shard,
            letter.Sequence,
            letter.Type,
            letter.RecordedAt,
            letter.Reason,
            letter.RefusedAt,
            letter.AppliedAt,
            letter.AppliedBy,
            letter.Sender,
            letter.SenderEventId,
            json ? JsonElement.Parse(letter.Data.Span) : null,
            json ? null : Encoding.UTF8.GetString(letter.Data.Span));
    }

    private static ProblemHttpResult Malformed(IHostEnvironment environment, string parameter, string detail) => TypedResults.Problem(
        statusCode: 400,
        type: ProblemTypes.Of(ServiceName.Of(environment), ProblemTypes.MalformedParameter),
        title: "Malformed parameter",
        detail: detail,
        extensions: new Dictionary<string, object?> { ["parameter"] = parameter });

    private static ProblemHttpResult Invalid(IHostEnvironment environment, string field, string detail) => TypedResults.Problem(
        statusCode: 422,
        type: ProblemTypes.Of(ServiceName.Of(environment), "malformed-text"),
        title: "Invalid field",
        detail: detail,
        extensions: new Dictionary<string, object?> { ["field"] = field });

    private static ProblemHttpResult Problem(IHostEnvironment environment, int status, string type, string title, string? detail) =>
        TypedResults.Problem(statusCode: status, type: ProblemTypes.Of(ServiceName.Of(environment), type), title: title, detail: detail);
}
