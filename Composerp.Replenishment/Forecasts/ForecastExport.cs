using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Replenishment.Forecasts;

/// <summary>The forecasting service's export, found by name.</summary>
internal sealed class ForecastExport(HttpClient forecasting)
{
    /// <summary>The resource name of the service.</summary>
    public const string Source = "forecasting";

    /// <summary>Opens the series of one shard.</summary>
    /// <returns>null where forecasting does not have the run any more.</returns>
    /// <exception cref="HttpRequestException">Forecasting cannot be reached, or does not answer well: try again.</exception>
    public async Task<HttpResponseMessage?> FindAsync(Guid runId, int shard, CancellationToken token)
    {
        var address = new Uri(
            string.Create(CultureInfo.InvariantCulture, $"/v1/forecast-runs/{runId}/export?shard={shard}"), UriKind.Relative);
        var response = await forecasting.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, token);

        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            response.Dispose();

            return null;
        }

        return response.EnsureSuccessStatusCode();
    }

    /// <summary>Reads the series line by line as they arrive.</summary>
    /// <exception cref="JsonException">A line is no series.</exception>
    public static async IAsyncEnumerable<ForecastSeriesV1> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken token)
    {
        await using var body = await response.Content.ReadAsStreamAsync(token);
        var lines = JsonSerializer.DeserializeAsyncEnumerable(
            body, ContractsJson.Default.ForecastSeriesV1, topLevelValues: true, token);

        await foreach (var series in lines)
        {
            yield return series ?? throw new JsonException("A line is null.");
        }
    }

    /// <summary>The last event of a shard that forecasting has logged.</summary>
    /// <exception cref="HttpRequestException">Forecasting cannot be reached, or does not answer well: try again.</exception>
    public async Task<long> HeadAsync(int shard, CancellationToken token)
    {
        var heads = await forecasting.GetFromJsonAsync<List<ShardHead>>(new Uri("/v1/events/heads", UriKind.Relative), token);

        return heads?.Find(head => head.Shard == shard)?.Sequence ?? 0;
    }
}

internal static class ForecastExportRegistration
{
    /// <summary>The consumer tries again by itself, so this client does not: no retries, no circuit breaker.</summary>
    public static void AddForecastExport(this IHostApplicationBuilder builder)
    {
#pragma warning disable EXTEXP0001 // Removing the default resilience handlers is announced as experimental.
        builder.Services
            .AddHttpClient<ForecastExport>(client =>
            {
                client.BaseAddress = new Uri($"http://{ForecastExport.Source}");

                // Until the export begins; how long it takes from there depends on its size.
                client.Timeout = TimeSpan.FromSeconds(60);
            })
            .RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
