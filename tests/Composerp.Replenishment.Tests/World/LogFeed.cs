using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Composerp.ServiceDefaults.EventLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Composerp.Replenishment.Tests.World;

/// <summary>Another service at the border: serves its log over HTTP, as the real one does.</summary>
internal sealed class LogFeed : IAsyncDisposable
{
    private readonly string _service;
    private readonly Dictionary<int, List<LoggedEvent>> _shards = [];
    private readonly WebApplication _app;

    private LogFeed(string service)
    {
        _service = service;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/v1/events/heads", () => Heads());
        _app.MapGet("/v1/events", (int shard, long after, int limit) => Results.Text(Batch(shard, after, limit), "application/cloudevents-batch+json"));
    }

    /// <summary>Routes beside the log's own.</summary>
    public WebApplication Routes => _app;

    public string Address => _app.Urls.Single();

    public static async Task<LogFeed> StartAsync(string service, Action<LogFeed> map, CancellationToken token)
    {
        var feed = new LogFeed(service);
        map(feed);
        await feed._app.StartAsync(token);

        return feed;
    }

    public LoggedEvent Append<T>(int shard, string type, T data, JsonTypeInfo<T> json) =>
        Append(shard, NewEvent.Of(type, data, json));

    public LoggedEvent Append(int shard, NewEvent told)
    {
        lock (_shards)
        {
            if (!_shards.TryGetValue(shard, out var events))
            {
                _shards.Add(shard, events = []);
            }

            var logged = new LoggedEvent(shard, events.Count + 1, told.Type, TimeProvider.System.GetUtcNow(), told.Data);
            events.Add(logged);

            return logged;
        }
    }

    public IReadOnlyList<ShardHead> Heads()
    {
        lock (_shards)
        {
            return [.. _shards.Select(shard => new ShardHead(shard.Key, shard.Value.Count))];
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private string Batch(int shard, long after, int limit)
    {
        lock (_shards)
        {
            var events = _shards.GetValueOrDefault(shard, []).Skip((int)after).Take(limit);

            return $"[{string.Join(',', events.Select(CloudEventOf))}]";
        }
    }

    private string CloudEventOf(LoggedEvent logged) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"specversion":"1.0","id":"{{_service}}/{{logged.Shard}}/{{logged.Sequence}}","source":"/composerp/{{_service}}",
        "type":"{{logged.Type}}","time":"{{logged.RecordedAt:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","datacontenttype":"application/json",
        "shard":{{logged.Shard}},"sequence":{{logged.Sequence}},"data":{{Encoding.UTF8.GetString(logged.Data.Span)}}}
        """);
}
