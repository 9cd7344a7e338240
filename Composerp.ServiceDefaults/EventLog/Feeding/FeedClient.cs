using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpenTelemetry;

namespace Composerp.ServiceDefaults.EventLog.Feeding;

/// <summary>Reads another service's log over HTTP. Does not try again: its callers do.</summary>
internal sealed class FeedClient(IHttpClientFactory clients, string source)
{
    public const string ClientName = "event-feed";

    /// <summary>Shards that have events, with their last sequence.</summary>
    /// <exception cref="HttpRequestException">The feed cannot be reached, or answers with a problem.</exception>
    public async Task<IReadOnlyList<ShardHead>> ReadHeadsAsync(CancellationToken token)
    {
        // Asked every two seconds, by every consumer: no trace.
        using var untraced = SuppressInstrumentationScope.Begin();
        using var client = clients.CreateClient(ClientName);
        var heads = await client.GetFromJsonAsync<List<ShardHead>>(Address(Paths.EventHeads), token);

        return heads ?? [];
    }

    /// <summary>The next events of a shard, contiguous from <paramref name="after"/> + 1; none at the end of the log.</summary>
    /// <exception cref="HttpRequestException">The feed cannot be reached, or answers with a problem.</exception>
    /// <exception cref="System.Text.Json.JsonException">The answer is not a batch of events.</exception>
    /// <exception cref="InvalidDataException">The feed left out an event.</exception>
    /// <exception cref="EventsArchivedException">These events are not kept: the log begins later.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(int shard, long after, CancellationToken token)
    {
        using var client = clients.CreateClient(ClientName);
        var query = string.Create(
            CultureInfo.InvariantCulture, $"{FeedEndpoints.EventsPath}?shard={shard}&after={after}&limit={FeedEndpoints.LimitMax}");
        using var response = await client.GetAsync(Address(query), token);

        if (response.StatusCode == HttpStatusCode.Gone)
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(token);

            throw new EventsArchivedException(problem.GetProperty(FeedEndpoints.StartProperty).GetInt64());
        }

        response.EnsureSuccessStatusCode();
        var events = EventBatch.Read(await response.Content.ReadAsByteArrayAsync(token), source);

        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Shard != shard || events[index].Sequence != after + 1 + index)
            {
                throw new InvalidDataException($"The feed of {source} answered {events[index].Shard}/{events[index].Sequence} for {shard}/{after + 1 + index}.");
            }
        }

        return events;
    }

    // The name is found by service discovery, or by the cluster's DNS.
    private Uri Address(string pathAndQuery) => new($"http://{source}{pathAndQuery}");
}

/// <summary>The events asked for are not kept.</summary>
/// <param name="start">The sequence with which to begin.</param>
public sealed class EventsArchivedException(long start) : Exception($"The log begins with {start}.")
{
    public long Start { get; } = start;
}
