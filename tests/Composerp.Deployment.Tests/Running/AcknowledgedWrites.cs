using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Running;

/// <summary>Writes to a service of which it is known afterwards whether each was done, once: writer by writer, numbered from 1.</summary>
internal sealed class AcknowledgedWrites(string service) : IDisposable
{
    public const int Writers = 4;

    private readonly HttpClient _client = new();
    private readonly int[] _last = new int[Writers + 1];

    /// <summary>The last write that was acknowledged, of each writer; the one more is for a single write beside.</summary>
    public IReadOnlyList<int> Acknowledged => _last;

    /// <summary>What has to be there before.</summary>
    public async Task PrepareAsync(Uri address, CancellationToken token)
    {
        if (service == "inventory-ledger")
        {
            var location = new { name = "Behind a proxy", kind = "store", timeZone = "UTC" };
            (await _client.PutAsJsonAsync(new Uri(address, "/v1/locations/ROLL"), location, token)).EnsureSuccessStatusCode();

            for (var writer = 0; writer <= Writers; writer++)
            {
                (await _client.PutAsJsonAsync(new Uri(address, $"/v1/items/ROLL-{writer}"), new { name = "Rolled" }, token)).EnsureSuccessStatusCode();
            }
        }
    }

    /// <summary>A writer's next write: a movement of one piece, or a name that replaces the one before.</summary>
    public Write Next(int writer)
    {
        var number = _last[writer] + 1;
        var text = number.ToString(CultureInfo.InvariantCulture);

        return service switch
        {
            "inventory-ledger" => new Write(HttpMethod.Post, "/v1/movements", new
            {
                id = $"roll-{writer}-{number}",
                kind = "RECEIPT",
                location = "ROLL",
                occurredAt = "2026-03-02T07:00:00Z",
                lines = new[] { new { sku = $"ROLL-{writer}", quantity = 1, unitPrice = 1 } },
            }),
            "forecasting" => new Write(
                HttpMethod.Put, $"/v1/supersessions/ROLL-{writer}", new { replaces = $"ROLLED-{writer}", from = "2026-05-01", reason = text }),
            _ => new Write(HttpMethod.Put, $"/v1/suppliers/ROLL-{writer}", new { name = text }),
        };
    }

    /// <summary>Counts a writer's write; fails the test where it was not done.</summary>
    public async Task AcknowledgeAsync(int writer, HttpResponseMessage answer, CancellationToken token)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{service} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
        _last[writer]++;
    }

    /// <summary>The last write of each writer, as the service has it.</summary>
    public async Task<IReadOnlyList<int>> ReadAsync(Uri address, CancellationToken token)
    {
        var (path, key, value) = service switch
        {
            "inventory-ledger" => ("/v1/positions?location=ROLL", "sku", "onHand"),
            "forecasting" => ("/v1/supersessions?limit=1000", "sku", "reason"),
            _ => ("/v1/suppliers?limit=1000", "code", "name"),
        };
        var list = JsonNode.Parse(await _client.GetStringAsync(new Uri(address, path), token));
        var items = list.List("items").ToDictionary(item => item.Text(key) ?? "", item => item.Text(value) ?? "");

        return [.. _last.Select((_, writer) => int.Parse(items.GetValueOrDefault($"ROLL-{writer}", "0"), CultureInfo.InvariantCulture))];
    }

    public void Dispose() => _client.Dispose();
}

internal sealed record Write(HttpMethod Method, string Path, object Body)
{
    public string Json => JsonSerializer.Serialize(Body);
}
