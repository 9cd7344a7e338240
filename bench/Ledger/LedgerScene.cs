using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace Composerp.Bench.Ledger;

/// <summary>Items, locations, and enough of everything everywhere: floors are checked, and hold.</summary>
internal static class LedgerScene
{
    public const int Items = 1_000;

    public const int Locations = 64;

    private const int LinesPerReceipt = 1_000;

    public static string Item(int n) => string.Create(CultureInfo.InvariantCulture, $"ITEM-{n:D6}");

    public static string Location(int n) => string.Create(CultureInfo.InvariantCulture, $"L{n:D3}");

    public static async Task SetAsync(HttpClient http, CancellationToken token)
    {
        await PostAsync(http, "/v1/items", Enumerable.Range(0, Items).Select(n => new { sku = Item(n), name = Item(n) }), token);
        await PostAsync(
            http, "/v1/locations", Enumerable.Range(0, Locations).Select(n => new { code = Location(n), name = Location(n), kind = "store" }), token);

        for (var location = 0; location < Locations; location++)
        {
            foreach (var lines in Enumerable.Range(0, Items).Chunk(LinesPerReceipt))
            {
                await PostAsync(
                    http,
                    "/v1/movements",
                    new
                    {
                        id = $"open/{Location(location)}/{lines[0]}",
                        kind = "RECEIPT",
                        location = Location(location),
                        lines = lines.Select(n => new { sku = Item(n), quantity = 1_000_000, unitPrice = 1.25 }),
                    },
                    token);
            }
        }
    }

    /// <summary>A sale of one piece, as JSON.</summary>
    public static string Sale(string id, int location, int item) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","kind":"SALE","location":"{{Location(location)}}","actor":"bench","lines":[{"sku":"{{Item(item)}}","quantity":1,"unitPrice":1.99}]}""");

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task PostAsync<T>(HttpClient http, string path, T body, CancellationToken token)
    {
        using var response = await http.PostAsJsonAsync(path, body, token);
        response.EnsureSuccessStatusCode();
    }
}
