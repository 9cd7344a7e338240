using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions/changes: positions as they change, as server-sent events.</summary>
internal static class FollowPositions
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions/changes", HandleAsync)
        .WithName(nameof(FollowPositions))
        .WithSummary("Positions as they change, as server-sent events, without end.")
        .WithTags("Positions")
        .WithDescription(
            "One event \"position-changed\" per item and location with its stock as it is now; several changes may come as one, and a change may "
            + "be told twice. An event \"heartbeat\" without data comes first, and after silence. Send the id of the last event as Last-Event-ID "
            + "to go on where you left; without one you follow from now on. To have everything, connect first and read the positions then.")
        .Produces<PositionChange>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<ServerSentEventsResult<PositionChange?>, ProblemHttpResult>> HandleAsync(
        [Description("Code of a location.")] string? location,
        [Description("Code of an item.")] string? sku,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was received.")] string? lastEventId,
        PositionChanges changes,
        CancellationToken token)
    {
        var heads = await changes.ListHeadsAsync(token);
        var from = new LogPlace();

        if (lastEventId is not null && !(LogPlace.TryParse(lastEventId, out from) && from.IsWithin(heads)))
        {
            return TypedResults.Problem(LedgerProblem.OfParameter("Last-Event-ID", "Last-Event-ID is the id of an event of this stream."));
        }

        foreach (var (shard, bounds) in heads.Where(shard => PositionChanges.IsFollowed(shard.Key, location)))
        {
            if (lastEventId is null)
            {
                from[shard] = bounds.Head;
            }
            else if (from.IsArchived(shard, bounds))
            {
                return TypedResults.Problem(LedgerProblem.Of(
                    StatusCodes.Status410Gone,
                    "archived",
                    "Changes since that event are archived. Follow without \"Last-Event-ID\", and read the positions anew."));
            }
        }

        return TypedResults.ServerSentEvents(changes.FollowAsync(location, sku, from, token));
    }
}
