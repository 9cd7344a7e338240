using System.ComponentModel;
using System.Text.Json;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Feeding;

/// <summary>The log over HTTP: where consumers take what Kafka did not bring them.</summary>
internal static class FeedEndpoints
{
    public const int LimitMax = 1_000;

    public const string EventsPath = "/v1/events";

    /// <summary>In the answer 410: the sequence to begin with.</summary>
    public const string StartProperty = "start";

    /// <summary>Read at once, so that a few large events do not fill the memory.</summary>
    private const int ReadAtOnce = 100;

    /// <summary>A page ends early when it holds this many bytes; it never ends empty while there is more.</summary>
    private const int PageBytesMax = 4 * 1024 * 1024;

    private static readonly string ListHeads = SqlFile.Of(typeof(FeedEndpoints), "list_heads.sql");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(EventsPath, ReadAsync)
            .WithName("ReadEvents")
            .WithSummary("Events of one shard after a sequence, in order, as CloudEvents.")
            .WithTags("Events")
            .Produces<JsonElement[]>(StatusCodes.Status200OK, EventBatch.ContentType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status410Gone);

        routes.MapGet(Paths.EventHeads, HeadsAsync)
            .WithName("ListEventHeads")
            .WithSummary("The last sequence of every shard that has events.")
            .WithTags("Events");
    }

    private static async Task<Results<EventBatch, ProblemHttpResult>> ReadAsync(
        [Description("The shard, 0 or more.")] int shard,
        [Description("Events with a higher sequence are returned; 0, the default, begins with the first.")] long? after,
        [Description("1 to 1000, by default 100. A page may hold fewer although there are more; it is empty only at the end.")] int? limit,
        IEventLog log,
        NpgsqlDataSource database,
        IHostEnvironment environment,
        CancellationToken token)
    {
        if (shard is < 0 or > short.MaxValue)
        {
            return OutOfRange(environment, "shard", "0 to 32767");
        }

        if (after < 0)
        {
            return OutOfRange(environment, "after", "0 or more");
        }

        if (limit is < 1 or > LimitMax)
        {
            return OutOfRange(environment, "limit", $"1 to {LimitMax}");
        }

        await using var connection = await database.OpenConnectionAsync(token);
        var page = await ReadPageAsync(log, connection, shard, after ?? 0, limit ?? 100, token);

        // Asked after reading: what was archived meanwhile may be missing in the page.
        return await log.FindBeginningAsync(connection, shard, token) is { } beginning && (after ?? 0) < beginning.Archived
            ? Archived(environment, shard, beginning)
            : new EventBatch(log.Source, page);
    }

    private static async Task<List<LoggedEvent>> ReadPageAsync(
        IEventLog log, NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token)
    {
        var page = new List<LoggedEvent>();
        var bytes = 0L;

        while (page.Count < limit && bytes < PageBytesMax)
        {
            var wanted = Math.Min(ReadAtOnce, limit - page.Count);
            var events = await log.ReadAsync(connection, shard, after, wanted, token);
            page.AddRange(events);

            if (events.Count < wanted)
            {
                break;
            }

            after = events[^1].Sequence;
            bytes += events.Sum(one => (long)one.Data.Length);
        }

        return page;
    }

    private static async Task<Ok<List<ShardHead>>> HeadsAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand(ListHeads);
        await using var rows = await command.ExecuteReaderAsync(token);
        var heads = new List<ShardHead>();

        while (await rows.ReadAsync(token))
        {
            heads.Add(new ShardHead(rows.GetInt16(0), rows.GetInt64(1)));
        }

        return TypedResults.Ok(heads);
    }

    private static ProblemHttpResult Archived(IHostEnvironment environment, int shard, LogBeginning beginning) => TypedResults.Problem(
        type: Http.ProblemTypes.Of(ServiceName.Of(environment), Http.ProblemTypes.EventsArchived),
        title: "Events archived",
        detail: $"Events of shard {shard} up to {beginning.Archived} are archived. Begin with {beginning.Start}: what came of them is stated from there on.",
        statusCode: StatusCodes.Status410Gone,
        extensions: new Dictionary<string, object?> { ["shard"] = shard, ["archived"] = beginning.Archived, [StartProperty] = beginning.Start });

    private static ProblemHttpResult OutOfRange(IHostEnvironment environment, string parameter, string range) => TypedResults.Problem(
        type: Http.ProblemTypes.Of(ServiceName.Of(environment), Http.ProblemTypes.MalformedParameter),
        title: "Malformed parameter",
        detail: $"{parameter} is out of range: {range}.",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["parameter"] = parameter });
}
