using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.ServiceDefaults.Tests.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Http;

/// <summary>Everything that goes wrong is a problem of RFC 9457 that says what and where, and nothing of our inside.</summary>
public sealed class ProblemTests : IAsyncLifetime
{
    private TestService? _service;
    private HttpClient _client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync("StockRoom", [], _ => { }, app =>
        {
            app.MapPost("/orders", (Order order) => TypedResults.Ok(order));
            app.MapGet("/orders/{number}", (int number, DateOnly? on) => TypedResults.Ok(on));
            app.MapGet("/orders", ([AsParameters] Filter filter) => TypedResults.Ok(filter));
            app.MapGet("/bug", IResult () => throw new InvalidOperationException("Host=db;secret"));
            app.MapGet("/away", IResult () => throw new NpgsqlException("Failed to connect to 10.0.0.1", new IOException()));
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

    public static TheoryData<string, string, string> Malformed => new()
    {
        { """{"name":"a","lines":[{"sku":"x","quantity":"many"}]}""", "$.lines[0].quantity", "a number" },
        { """{"name":"a","lines":[{"sku":"x"}]}""", "$.lines[0]", "missing: quantity" },
        { """{"name":"a","lines":[{"sku":null,"quantity":1}]}""", "$.lines[0].sku", "sku may not be null" },
        { """{"name":"a","lines":[],"colour":"red"}""", "$.colour", "no field colour" },
        { """{"name":"a","lines":[],"on":"31.12.2026"}""", "$.on", "a date (yyyy-MM-dd)" },
        { """{"name":"a","lines":{}}""", "$.lines", "an array" },
        { """{"name":7,"lines":[]}""", "$.name", "a string" },
        { """{"name":"a","lines":[],"count":1.5}""", "$.count", "a whole number" },
        { """{"name":"a",""", "$", "JSON" },
        { """{"name":"a","lines":[{"sku":"x","quantity":1},null]}""", "$.lines[1]", "An element may not be null" },
        { """{"name":"a","lines":[null]}""", "$.lines[0]", "An element may not be null" },
        { """{"name":"a","lines":[{"sku":"x","quantity":1,"quantity":100}]}""", "$.lines[0].quantity", "quantity is there twice" },
        { """{"name":"a","lines":[],"at":"2026-12-31T12:00:00"}""", "$.at", "an instant (ISO 8601 with offset)" },
        { """{"name":"a","lines":[],"at":"2026-12-31"}""", "$.at", "an instant (ISO 8601 with offset)" },
        { """{"name":"a","lines":[],"at":7}""", "$.at", "an instant (ISO 8601 with offset)" },
        { "7", "$", "an object" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task Malformed_JSON_is_refused_with_the_path_of_the_field_and_the_reason(string body, string path, string reason)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/orders", content, Token);
        var problem = await ProblemOfAsync(response, HttpStatusCode.BadRequest, "malformed-json");

        Assert.Equal(path, problem.GetProperty("path").GetString());
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Composerp.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_body_is_a_malformed_request()
    {
        using var response = await _client.PostAsync("/orders", null, Token);
        var problem = await ProblemOfAsync(response, HttpStatusCode.BadRequest, "malformed-request");

        Assert.Equal("The request needs a body.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_malformed_parameter_is_named()
    {
        using var response = await _client.GetAsync("/orders/7?on=tomorrow", Token);
        var problem = await ProblemOfAsync(response, HttpStatusCode.BadRequest, "malformed-parameter");

        Assert.Equal("on", problem.GetProperty("parameter").GetString());
        Assert.Equal("\"tomorrow\" is not a value of the parameter on.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/orders/7?om=2026-12-31", "om", "There is no parameter om.")]
    [InlineData("/orders/7?om=", "om", "There is no parameter om.")]
    [InlineData("/orders?colour=a%00b", "colour", "The value of colour holds a character of code zero.")]
    [InlineData("/orders?size=large", "size", "\"large\" is not a value of the parameter size.")]
    public async Task A_parameter_that_cannot_be_meant_is_refused(string path, string parameter, string reason)
    {
        using var response = await _client.GetAsync(path, Token);
        var problem = await ProblemOfAsync(response, HttpStatusCode.BadRequest, "malformed-parameter");

        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Equal(reason, problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("2026-12-31T12:00:00Z")]
    [InlineData("2026-12-31T12:00:00.123456+01:00")]
    [InlineData("2026-12-31T12:00-05:30")]
    public async Task An_instant_says_its_offset(string instant)
    {
        using var content = new StringContent($$"""{"name":"a","lines":[],"at":"{{instant}}"}""", Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/orders", content, Token);
        var order = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), order.GetProperty("at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("DELETE", "/orders", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/bug", HttpStatusCode.InternalServerError, "internal-server-error")]
    [InlineData("GET", "/away", HttpStatusCode.ServiceUnavailable, "unavailable")]
    public async Task Other_failures_have_stable_types_and_tell_nothing_of_the_inside(string method, string path, HttpStatusCode status, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _client.SendAsync(request, Token);
        var problem = await ProblemOfAsync(response, status, type);

        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        using var content = new StringContent("name=a", Encoding.UTF8, "text/plain");
        using var response = await _client.PostAsync("/orders", content, Token);

        var problem = await ProblemOfAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");

        Assert.Contains("content-type: application/json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_is_camelCase_without_nulls()
    {
        using var content = new StringContent("""{"name":"a","lines":[{"sku":"x","quantity":1.5}]}""", Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/orders", content, Token);

        Assert.Equal("""{"name":"a","lines":[{"sku":"x","quantity":1.5}]}""", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar/")]
    [InlineData("/metrics")]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task What_every_service_answers(string path)
    {
        using var response = await _client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<JsonElement> ProblemOfAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal($"urn:composerp:stock-room:{type}", problem.GetProperty("type").GetString());

        return problem;
    }

    private sealed record Filter(string? Colour, int? Size);

    private sealed record Order(string Name, IReadOnlyList<OrderLine> Lines, DateOnly? On = null, int? Count = null, DateTimeOffset? At = null);

    private sealed record OrderLine(string Sku, decimal Quantity);
}
