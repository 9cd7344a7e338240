using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Composerp.Samples.Api;

namespace Composerp.AppHost.Tests.Imports;

/// <summary>Files as they really come. Whatever is wrong is told with line and column, and the corrected file completes the work.</summary>
public sealed class BadInputTests(RunningApplication application)
{
    private const string Header = "date,sku,location,quantity\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The good row before and the good row after stand in lines 2 and 4.
    public static TheoryData<string, string> BadRows => new()
    {
        { "2024-13-01,{0}-A,{0},1", "date" },
        { "01.02.2024,{0}-A,{0},1", "date" },
        { "2024-01-02,{0}-UNKNOWN,{0},1", "sku" },
        { "2024-01-02,{0}-A,NOWHERE,1", "location" },
        { "2024-01-02,{0}-A,{0},-1", "quantity" },
        { "2024-01-02,{0}-A,{0},many", "quantity" },
        { "2024-01-02,{0}-A,{0},1.23456", "quantity" },
    };

    [Theory, MemberData(nameof(BadRows))]
    public async Task A_bad_row_is_reported_and_its_neighbours_are_posted(string row, string field)
    {
        var location = await ALocationAsync();
        var bad = string.Format(null, row, location);

        var answer = await ImportAsync(location, $"{Header}{Good(location, 1)}{bad}\n{Good(location, 3)}");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        var error = Assert.Single(body.GetProperty("errors").EnumerateArray());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((3, field), (error.GetProperty("line").GetInt32(), error.GetProperty("field").GetString()));
        Assert.True(error.GetProperty("column").GetInt32() >= 1);
        Assert.NotEmpty(error.GetProperty("reason").GetString()!);
        Assert.Equal(2, await SoldAsync(location));

        await CorrectedFileCompletesAsync(location);
    }

    public static TheoryData<string, byte[]> BrokenFiles => new()
    {
        { "a field of 10 MB", [.. "2024-01-02,"u8, .. Enumerable.Repeat((byte)'x', 10_000_000), .. ",L,1\n"u8] },
        { "invalid UTF-8", [.. "2024-01-02,"u8, 0xC3, 0x28, 0xFF, .. ",L,1\n"u8] },
        { "half a file", "2024-01-02,\"cut in the mid"u8.ToArray() },
    };

    [Theory, MemberData(nameof(BrokenFiles))]
    public async Task A_broken_file_is_told_with_line_and_column_and_the_rows_before_are_posted(string what, byte[] broken)
    {
        var location = await ALocationAsync();

        var answer = await ImportAsync(location, [.. Encoding.UTF8.GetBytes($"{Header}{Good(location, 1)}"), .. broken]);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{what}: {problem}");
        Assert.Equal(3, problem.GetProperty("line").GetInt32());
        Assert.True(problem.GetProperty("column").GetInt32() >= 1);
        Assert.Equal(1, await SoldAsync(location));

        await CorrectedFileCompletesAsync(location);
    }

    [Theory]
    [InlineData("%PDF-1.7\n%\u00e2\u00e3\n1 0 obj")]
    [InlineData("{\"sku\":\"A\"}")]
    [InlineData("sku;location;quantity\nA;B;1\n")]
    [InlineData("")]
    public async Task A_file_that_is_no_such_CSV_posts_nothing(string text)
    {
        var location = await ALocationAsync();

        var answer = await ImportAsync(location, text);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.StartsWith("urn:composerp:inventory-ledger:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, problem.GetProperty("line").GetInt32());

        await CorrectedFileCompletesAsync(location);
    }

    private async Task CorrectedFileCompletesAsync(string location)
    {
        var answer = await ImportAsync(location, $"{Header}{Good(location, 1)}{Good(location, 2)}{Good(location, 3)}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, await SoldAsync(location));
    }

    private static string Good(string location, int day) => $"2024-01-0{day},{location}-A,{location},1\n";

    private Task<HttpResponseMessage> ImportAsync(string source, string text) => ImportAsync(source, Encoding.UTF8.GetBytes(text));

    private async Task<HttpResponseMessage> ImportAsync(string source, byte[] bytes)
    {
        using var client = application.App.CreateHttpClient("inventory-ledger");
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("text/csv");

        return await client.PostAsync($"/v1/imports/sales?source={source}", content, Token);
    }

    private async Task<decimal> SoldAsync(string location) => (await application.Api.Ledger.SummaryAsync("SALE", location, null, Token)).Quantity;

    private async Task<string> ALocationAsync()
    {
        var code = $"BAD-{Guid.CreateVersion7():N}"[..20];
        await application.Api.Ledger.PutItemsAsync([new Item($"{code}-A", "An item")], Token);
        await application.Api.Ledger.PutLocationsAsync([new Location(code, "A store", "store", "UTC", AllowsNegative: true)], Token);

        return code;
    }
}
