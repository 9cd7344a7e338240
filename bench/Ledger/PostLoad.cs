using System.Diagnostics;
using System.Net;
using System.Text;

namespace Composerp.Bench.Ledger;

/// <summary>Clients that post as fast as they are answered, or at a rate of their own.</summary>
internal sealed class PostLoad(IReadOnlyList<HttpClient> replicas, string name)
{
    private long _next;

    /// <summary>Where a movement happens: everywhere, or all in one place.</summary>
    public bool IsHot { get; init; }

    /// <summary>Single posts over so many connections.</summary>
    /// <param name="rate">Posts per second that all clients together send; null: as fast as they are answered.</param>
    public async Task<LoadResult> SingleAsync(int connections, TimeSpan time, double? rate, CancellationToken token)
    {
        var latencies = new List<double>[connections];
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, connections).Select(async client =>
        {
            var random = new Random(client);
            var own = latencies[client] = [];
            var pause = rate is { } perSecond ? TimeSpan.FromSeconds(connections / perSecond) : TimeSpan.Zero;
            var due = random.NextDouble() * pause;

            while (Stopwatch.GetElapsedTime(started) < time)
            {
                if (due - Stopwatch.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
                {
                    await Task.Delay(early, token);
                }

                var sent = Stopwatch.GetTimestamp();
                await PostAsync(client, Sale(random), HttpStatusCode.Created, token);
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                due += pause;
            }
        }));

        return LoadResult.Of(latencies.SelectMany(own => own), 1, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Arrays of movements, each connection one after the other.</summary>
    public async Task<LoadResult> BatchAsync(int connections, int movements, TimeSpan time, CancellationToken token)
    {
        var latencies = new List<double>[connections];
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, connections).Select(async client =>
        {
            var random = new Random(client);
            var own = latencies[client] = [];
            var body = new StringBuilder();

            while (Stopwatch.GetElapsedTime(started) < time)
            {
                body.Clear().Append('[').AppendJoin(',', Enumerable.Range(0, movements).Select(_ => Sale(random))).Append(']');
                var sent = Stopwatch.GetTimestamp();
                var answer = await PostAsync(client, body.ToString(), HttpStatusCode.OK, token);
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);

                if (answer.Contains("\"refused\"", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"A movement was refused: {answer[..500]}");
                }
            }
        }));

        return LoadResult.Of(latencies.SelectMany(own => own), movements, Stopwatch.GetElapsedTime(started));
    }

    private string Sale(Random random)
    {
        var number = Interlocked.Increment(ref _next);

        return IsHot
            ? LedgerScene.Sale($"{name}/{number}", 0, 0)
            : LedgerScene.Sale($"{name}/{number}", random.Next(LedgerScene.Locations), random.Next(LedgerScene.Items));
    }

    private async Task<string> PostAsync(int client, string body, HttpStatusCode expected, CancellationToken token)
    {
        while (true)
        {
            using var content = LedgerScene.Json(body);
            using var response = await replicas[client % replicas.Count].PostAsync("/v1/movements", content, token);

            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), token);

                continue;
            }

            return response.StatusCode == expected
                ? await response.Content.ReadAsStringAsync(token)
                : throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(token)}");
        }
    }
}

/// <param name="PerSecond">Movements acknowledged per second.</param>
/// <param name="P99Milliseconds">Of requests.</param>
internal sealed record LoadResult(double PerSecond, double P50Milliseconds, double P99Milliseconds)
{
    public static LoadResult Of(IEnumerable<double> latencies, int movements, TimeSpan time)
    {
        double[] ascending = [.. latencies.Order()];

        return new(ascending.Length * movements / time.TotalSeconds, Quantile(ascending, 0.5), Quantile(ascending, 0.99));
    }

    /// <summary>The smallest value that at least that share does not exceed.</summary>
    public static double Quantile(double[] ascending, double share) =>
        ascending.Length == 0 ? double.NaN : ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Length) - 1)];
}
