using System.Text;
using System.Text.Json;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Positions;

public sealed class ExportTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", """[{"sku":"a,b","name":"x"},{"sku":"say \"hi\"","name":"x","category":"c"},{"sku":"plain","name":"x"}]""");
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
        await _ledger.PostedAsync(
            """
            {"id":"r","kind":"RECEIPT","location":"A","occurredAt":"2026-03-02T10:00:00.5Z","reason":"first; \"of all\", really",
             "lines":[{"sku":"a,b","quantity":1.5,"unitPrice":2},{"sku":"say \"hi\"","quantity":2},{"sku":"plain","quantity":3}]}
            """);
        await _ledger.PostedAsync("""{"id":"t","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"plain","quantity":1}]}""");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Positions_are_exported_as_they_are_listed()
    {
        var listed = (await _ledger.GetAsync("/v1/positions")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()).ToList();

        Assert.Equal(listed, (await GetAsync("/v1/positions/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(4, listed.Count);

        var rows = Csv((await GetAsync("/v1/positions/export?format=csv")).Text);
        Assert.Equal("location,sku,onHand,reserved,available,damaged,inTransit,onOrder,value,version", string.Join(',', rows[0]));
        Assert.Equal(["a,b", "plain", "plain", "say \"hi\""], rows[1..].Select(row => row[1]).Order(StringComparer.Ordinal));
        Assert.Equal(["say \"hi\""], Csv((await GetAsync("/v1/positions/export?format=csv&category=c")).Text)[1..].Select(row => row[1]));
    }

    [Fact]
    public async Task Movements_are_exported_with_all_their_entries()
    {
        var rows = Csv((await GetAsync("/v1/movements/export", "text/csv")).Text);
        var lines = (await GetAsync("/v1/movements/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();

        Assert.Equal(await _ledger.QueryAsync<long>("select count(*) from entry"), rows.Count - 1);
        Assert.Equal(rows.Count - 1, lines.Count);
        var receipt = rows[0].Zip(rows.Single(row => row.Contains("a,b"))).ToDictionary(field => field.First, field => field.Second);
        Assert.Equal(
            ("r", "RECEIPT", "2026-03-02T10:00:00.5Z", "1.5", "3", "false", "first; \"of all\", really", ""),
            (receipt["movementId"], receipt["kind"], receipt["occurredAt"], receipt["quantity"], receipt["value"], receipt["isCorrection"], receipt["reason"], receipt["lot"]));
        Assert.Equal(["r"], await IdsAsync("to=2026-03-02"));
        Assert.Equal(["t"], await IdsAsync("from=2026-03-03"));
        Assert.Equal(["t"], await IdsAsync("location=B"));
        Assert.Equal(["t"], await IdsAsync("kind=TRANSFER_OUT"));
        Assert.Equal(["r"], await IdsAsync("sku=a%2Cb"));

        async Task<List<string>> IdsAsync(string query) =>
            [.. Csv((await GetAsync($"/v1/movements/export?format=csv&{query}")).Text)[1..].Select(row => row[3]).Distinct()];
    }

    [Fact]
    public async Task More_than_is_read_at_once_comes_whole_and_in_order()
    {
        await using var fill = _ledger.Database.CreateCommand("""
            insert into on_order (quantity, received, shard, expected_on, location, sku, purchase_order, supplier)
            select n, 0, shard, date '2026-01-01', code, 's' || to_char(n, 'FM000000'), 'po', 's'
            from location, generate_series(1, 3500) as n where code = 'A'
            """);
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var skus = Csv((await GetAsync("/v1/positions/export?format=csv&location=A")).Text)[1..].Select(row => row[1]).ToList();
        Assert.Equal(3_503, skus.Count);
        Assert.Equal(skus.Order(StringComparer.Ordinal), skus);
    }

    [Theory]
    [InlineData("/v1/positions/export", null, 200, "application/x-ndjson")]
    [InlineData("/v1/positions/export", "*/*", 200, "application/x-ndjson")]
    [InlineData("/v1/positions/export", "text/csv;q=0.5, application/x-ndjson;q=0.1", 200, "text/csv")]
    [InlineData("/v1/positions/export", "text/html, text/*;q=0.1", 200, "text/csv")]
    [InlineData("/v1/positions/export", "text/html", 406, "application/problem+json")]
    [InlineData("/v1/movements/export?format=xml", null, 406, "application/problem+json")]
    [InlineData("/v1/movements/export?format=csv", "application/x-ndjson", 200, "text/csv")]
    public async Task The_format_is_what_the_parameter_says_or_else_what_is_accepted(string path, string? accept, int status, string contentType)
    {
        var answer = await GetAsync(path, accept);

        Assert.Equal((status, contentType), (answer.Status, answer.ContentType));
    }

    // Fields are what stands between commas outside quotes; lines end with CRLF outside quotes.
    private static List<string[]> Csv(string text)
    {
        var rows = new List<string[]>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;

        for (var n = 0; n < text.Length; n++)
        {
            if (text[n] == '"')
            {
                // Two within quotes are one.
                isQuoted = !isQuoted;
                field.Append(isQuoted && n > 0 && text[n - 1] == '"' ? "\"" : "");
            }
            else if (!isQuoted && (text[n] is ',' or '\n'))
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();

                if (text[n] == '\n')
                {
                    rows.Add([.. fields]);
                    fields.Clear();
                }
            }
            else
            {
                field.Append(text[n]);
            }
        }

        Assert.Equal((0, false), (field.Length + fields.Count, isQuoted));

        return rows;
    }

    private async Task<(int Status, string? ContentType, string Text)> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await _ledger.Http.SendAsync(request);

        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
