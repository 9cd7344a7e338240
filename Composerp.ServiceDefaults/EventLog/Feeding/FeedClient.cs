using System.Globalization;
using System.Net.Http.Json;
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
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(int shard, long after, CancellationToken token)
    {
        using var client = clients.CreateClient(ClientName);
        var query = string.Create(
            CultureInfo.InvariantCulture, $"{FeedEndpoints.EventsPath}?shard={shard}&after={after}&limit={FeedEndpoints.LimitMax}");
        var events = EventBatch.Read(await client.GetByteArrayAsync(Address(query), token), source);

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
