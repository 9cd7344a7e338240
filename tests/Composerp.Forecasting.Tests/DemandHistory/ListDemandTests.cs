using System.Net;
using System.Text.Json;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.DemandHistory;

public sealed class ListDemandTests(ListDemandTests.Shops shops) : IClassFixture<ListDemandTests.Shops>
{
    private static readonly DateOnly _lastDay = new(2026, 3, 4);

    [Fact]
    public async Task Pages_lead_through_all_of_it_in_one_order()
    {
        var pages = new List<Page<DemandDay>>();
        string? next = "";

        while (next is not null)
        {
            var page = await shops.Host.GetAsync<Page<DemandDay>>($"/v1/demand?limit=2{(next.Length > 0 ? $"&after={next}" : "")}");
            pages.Add(page);
            next = page.Next;
        }

        var exported = (await shops.Host.GetLinesAsync("/v1/demand/export"))
            .Select(line => JsonSerializer.Deserialize<DemandDay>(line, JsonSerializerOptions.Web)!);

        Assert.Equal([2, 2, 2, 2, 1], pages.Select(page => page.Items.Count));
        Assert.Equal(exported, pages.SelectMany(page => page.Items));
        Assert.Equal(
            ["S001 MILK 2026-03-03 1", "S001 MILK 2026-03-04 2", "S001 SALT 2026-03-04 3"],
            pages.SelectMany(page => page.Items).Where(day => day.Location == "S001").Select(Line));
    }

    [Theory]
    [InlineData("location=S001&sku=MILK", "S001 MILK 2026-03-03 1, S001 MILK 2026-03-04 2")]
    [InlineData("location=S002&from=2026-03-02&to=2026-03-03", "S002 MILK 2026-03-02 5, S002 MILK 2026-03-03 6")]
    [InlineData("sku=SALT", "S001 SALT 2026-03-04 3")]
    [InlineData("location=S003", "S003 NUT 2026-03-03 8, S003 NUT 2026-03-04 0")]
    [InlineData("location=S009", "")]
    public async Task Filters_choose_location_item_and_days(string filter, string expected)
    {
        var listed = await shops.Host.GetAsync<Page<DemandDay>>($"/v1/demand?{filter}");
        var exported = (await shops.Host.GetLinesAsync($"/v1/demand/export?{filter}"))
            .Select(line => JsonSerializer.Deserialize<DemandDay>(line, JsonSerializerOptions.Web)!);

        Assert.Equal(expected, string.Join(", ", listed.Items.Select(Line)));
        Assert.Equal(listed.Items, exported);
        Assert.Null(listed.Next);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("after=nonsense")]
    [InlineData("after=%20")]
    [InlineData("from=yesterday")]
    [InlineData("location=%00")]
    [InlineData("locaton=S001")]
    public async Task A_wrong_parameter_is_named(string query)
    {
        using var answer = await shops.Host.Client.GetAsync($"/v1/demand?{query}", TestContext.Current.CancellationToken);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("urn:composerp:forecasting:malformed-parameter", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(query.Split('=')[0], problem.RootElement.GetProperty("parameter").GetString());
    }

    private static string Line(DemandDay day) => $"{day.Location} {day.Sku} {day.Date:yyyy-MM-dd} {day.Quantity}";

    /// <summary>Three shops with a few days each.</summary>
    public sealed class Shops(TestDatabases databases) : IAsyncLifetime
    {
        private readonly ForecastingDatabase _database = new(databases);

        internal ForecastingHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await _database.InitializeAsync();
            await _database.AddDemandAsync("S001", "MILK", _lastDay, 1, 2);
            await _database.AddDemandAsync("S001", "SALT", _lastDay, 3);
            await _database.AddDemandAsync("S002", "MILK", _lastDay, 4, 5, 6, 7);
            await _database.AddDemandAsync("S003", "NUT", _lastDay, 8, 0);
            Host = new(_database);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
