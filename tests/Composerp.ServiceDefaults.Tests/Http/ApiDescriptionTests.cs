using System.Net.Http.Json;
using System.Text.Json;
using Composerp.ServiceDefaults.Tests.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Composerp.ServiceDefaults.Tests.Http;

/// <summary>The OpenAPI document says what the service takes and answers, so that clients can be made of it.</summary>
public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private TestService? _service;
    private HttpClient _client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(
            "StockRoom",
            [],
            builder => builder.DescribeParameters(new Dictionary<string, string> { ["colour"] = "How it looks." }),
            app =>
            {
                app.MapPut("/chairs", (Chair.Request chair) => TypedResults.Ok(chair));
                app.MapPut("/tables", (Table.Request table) => TypedResults.Ok(new Page<Table.Request>([table], null)));
                app.MapGet("/chairs", ([AsParameters] Filter filter) => TypedResults.Ok(filter));
            });
        _client = _service.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();

        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    [Fact]
    public async Task Types_of_one_name_within_different_types_are_different_schemas()
    {
        var schemas = await SchemasAsync();

        Assert.Equal(["legs"], PropertiesOf(schemas.GetProperty($"{nameof(ApiDescriptionTests)}ChairRequest")));
        Assert.Equal(["made", "price", "top"], PropertiesOf(schemas.GetProperty($"{nameof(ApiDescriptionTests)}TableRequest")).Order());
        Assert.Equal(
            ["items", "next"],
            PropertiesOf(schemas.GetProperty($"{nameof(ApiDescriptionTests)}PageOf{nameof(ApiDescriptionTests)}TableRequest")).Order());
    }

    [Fact]
    public async Task What_may_be_null_may_be_missing_and_decimals_are_no_binary_fractions()
    {
        var table = (await SchemasAsync()).GetProperty($"{nameof(ApiDescriptionTests)}TableRequest");

        Assert.Equal(["price"], table.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.False(table.GetProperty("properties").GetProperty("price").TryGetProperty("format", out _));
    }

    [Fact]
    public async Task Instants_are_texts_of_the_form_date_time()
    {
        var made = (await SchemasAsync()).GetProperty($"{nameof(ApiDescriptionTests)}TableRequest").GetProperty("properties").GetProperty("made");

        Assert.Equal(["null", "string"], made.GetProperty("type").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("date-time", made.GetProperty("format").GetString());
    }

    [Fact]
    public async Task Parameters_are_camelCase_and_described()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        var parameters = document.GetProperty("paths").GetProperty("/chairs").GetProperty("get").GetProperty("parameters");

        Assert.Equal(
            ["after: Where to go on: the \"next\" of the page before.", "colour: How it looks."],
            parameters.EnumerateArray()
                .Select(one => $"{one.GetProperty("name").GetString()}: {one.GetProperty("description").GetString()}")
                .Order());
    }

    [Fact]
    public async Task The_interactive_page_is_whole_without_the_internet()
    {
        var page = await _client.GetStringAsync("/scalar/", Token);

        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.Contains("\"withDefaultFonts\":false", page, StringComparison.Ordinal);
        Assert.Contains("\"telemetry\":false", page, StringComparison.Ordinal);
    }

    private static List<string> PropertiesOf(JsonElement schema) =>
        [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    private async Task<JsonElement> SchemasAsync() =>
        (await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token)).GetProperty("components").GetProperty("schemas");

    private static class Chair
    {
        internal sealed record Request(int Legs);
    }

    private static class Table
    {
        internal sealed record Request(decimal Price, string? Top, DateTimeOffset? Made = null);
    }

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

    private sealed record Filter(string? Colour, string? After);
}
