using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Bench.Support;

namespace Composerp.Bench.Replenishment;

/// <summary>How long a page of proposals takes: every combination of filters and sorts, the first page, one in the middle and a late one.</summary>
/// <remarks>Pages in the middle are asked for by cursors that are made here: walking there would take as many pages.</remarks>
internal sealed class ListSpeed(int locations)
{
    private const int ItemsPerLocation = 2_000;
    private const double MillisecondsBar = 300;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken token)
    {
        await using var bench = await BenchDatabase.StartAsync(token);
        var environment = new Dictionary<string, string?> { ["ConnectionStrings__replenishmentdb"] = bench.ConnectionString, ["Logging__LogLevel__Default"] = "None" };
        await ServiceProcess.MigrateAsync("Composerp.Replenishment", environment, token);
        await SceneScript.RunAsync(bench.ConnectionString, "fill_proposals.sql", token, locations, ItemsPerLocation);
        await using var service = await ServiceProcess.StartAsync("Composerp.Replenishment", environment, token);
        var pages = Pages().ToList();
        var slowest = new List<(string Page, double Milliseconds)>();

        // Once to compile the service and to have read what is asked for often; the second time counts.
        foreach (var round in new[] { 1, 2 })
        {
            slowest.Clear();

            foreach (var page in pages)
            {
                var started = Stopwatch.GetTimestamp();
                await service.Http.GetFromJsonAsync<JsonElement>(page, token);
                slowest.Add((page, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
            }
        }

        slowest.Sort((one, other) => other.Milliseconds.CompareTo(one.Milliseconds));

        foreach (var (page, milliseconds) in slowest.Take(5))
        {
            Console.WriteLine(FormattableString.Invariant($"  {milliseconds:0} ms: {page}"));
        }

        var name = locations * ItemsPerLocation == 1_000_000 ? "list" : "list-quick";

        return
        [
            Figure.Plain($"{name}-pages", pages.Count, "pages"),
            Figure.Plain($"{name}-p50-ms", slowest[slowest.Count / 2].Milliseconds, "ms"),
            Figure.AtMost($"{name}-p95-ms", slowest[slowest.Count / 20].Milliseconds, "ms", MillisecondsBar),
            Figure.Plain($"{name}-most-ms", slowest[0].Milliseconds, "ms"),
        ];
    }

    private IEnumerable<string> Pages() =>
        from status in new[] { null, "proposed", "approved", "rejected", "replaced" }
        from location in new[] { null, $"L{locations / 2}" }
        from supplier in new[] { null, "S0", "S7" }
        from sku in new[] { null, "I777" }
        from run in new[] { null, "d2a0a2ce-0000-0000-0000-000000000000", RunOf(3) }
        from sort in new[] { "location", "-value" }
        from place in new[] { 0, 1, 2 }
        select $"/v1/proposals?sort={sort}{Filter("status", status)}{Filter("location", location)}{Filter("supplier", supplier)}{Filter("sku", sku)}{Filter("planningRun", run)}{Filter("after", Cursor(sort, place))}";

    private static string Filter(string name, string? value) => value is null ? "" : $"&{name}={value}";

    // As fill_proposals.sql names its runs.
#pragma warning disable CA5351 // Nothing is kept secret by it.
    private static string RunOf(int run) => new Guid(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.ASCII.GetBytes($"run{run}")), bigEndian: true).ToString();
#pragma warning restore CA5351

    private string? Cursor(string sort, int place) => place == 0 ? null : System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(
        sort == "location"
            ? $"L{(place == 1 ? locations / 2 : 98)}\u001FI1\u001F{Guid.Empty}"
            : $"{(place == 1 ? "2000" : "30")}\u001F\u001F{Guid.Empty}"));
}
