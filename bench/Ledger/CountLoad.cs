using System.Diagnostics;
using System.Net;
using System.Text;

namespace Composerp.Bench.Ledger;

/// <summary>A stock count of 20,000 lines as one movement.</summary>
internal static class CountLoad
{
    private const int Lines = 20_000;

    private const int ItemsAtOnce = 10_000;

    /// <returns>Seconds.</returns>
    public static async Task<double> MeasureAsync(HttpClient http, CancellationToken token)
    {
        foreach (var items in Enumerable.Range(LedgerScene.Items, Lines).Chunk(ItemsAtOnce))
        {
            using var content = LedgerScene.Json(
                $"[{string.Join(',', items.Select(n => $$"""{"sku":"{{LedgerScene.Item(n)}}","name":"Item"}"""))}]");
            using var put = await http.PostAsync("/v1/items", content, token);
            put.EnsureSuccessStatusCode();
        }

        var body = new StringBuilder($$"""{"id":"count","kind":"COUNT","location":"{{LedgerScene.Location(0)}}","lines":[""")
            .AppendJoin(',', Enumerable.Range(LedgerScene.Items, Lines).Select(n => $$"""{"sku":"{{LedgerScene.Item(n)}}","quantity":{{n % 100}},"unitPrice":1.5}"""))
            .Append("]}");
        using var count = LedgerScene.Json(body.ToString());
        var started = Stopwatch.GetTimestamp();
        using var posted = await http.PostAsync("/v1/movements", count, token);

        return posted.StatusCode == HttpStatusCode.Created
            ? Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException(await posted.Content.ReadAsStringAsync(token));
    }
}
