using System.Net;
using System.Text;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Policies;

public sealed class ImportRulesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_file_of_rules_is_looked_at_and_then_stored()
    {
        await world.PutAsync("/v1/suppliers/FARM", new { name = "Farm" });
        const string File = """
            kind,name,category,priority,fillRate,reviewDays,supplier,minimum,maximum,shortage,maximumLevel,maximumRule,validFrom,seasonFrom,seasonTo
            order-up-to,dairy,DAIRY,5,0.98,2,FARM,,,lost,500,stay-under,2026-03-01,11-15,12-31
            min-max,"nuts, all",NUTS,,,,,10.5,30,,,,,,
            """;

        Assert.Equal("""{"rules":2,"stored":0}""", await ImportedAsync(File.Replace("nuts, all", "nuts", StringComparison.Ordinal), "&dryRun=true"));
        Assert.Empty(await world.ItemsAsync("/v1/policy-rules?limit=10"));
        Assert.Equal("""{"rules":2,"stored":2}""", await ImportedAsync(File.Replace("nuts, all", "nuts", StringComparison.Ordinal), ""));

        var rules = await world.ItemsAsync("/v1/policy-rules?limit=10");
        Assert.Equal(
            """{"kind":"order-up-to","supplier":"FARM","fillRate":0.98,"reviewDays":2,"shortage":"lost","maximumLevel":500,"maximumRule":"stay-under"}""",
            rules[0].GetProperty("policy").GetRawText());
        Assert.Equal("""{"validFrom":"2026-03-01","seasonFrom":"11-15","seasonTo":"12-31"}""", rules[0].GetProperty("period").GetRawText());
        Assert.Equal(("DAIRY", 5, "ann"), (
            rules[0].GetProperty("appliesTo").GetProperty("category").GetString(), rules[0].GetProperty("priority").GetInt32(),
            rules[0].GetProperty("changedBy").GetString()));
        Assert.Equal("""{"kind":"min-max","minimum":10.5,"maximum":30}""", rules[1].GetProperty("policy").GetRawText());
    }

    [Fact]
    public async Task Every_bad_row_is_named_with_its_line_and_field_and_nothing_is_stored()
    {
        var errors = await ErrorsAsync("""
            name,kind,minimum,maximum,fillRate,reviewDays,supplier,validFrom
            fine,min-max,1,2,,,,
            a,min-max,1,two,,,,yesterday
            b,order-up-to,,,1.5,1,,
            c,order-up-to,,,0.9,soon,,
            d,min-max,1,2
            fine,min-max,1,2,,,,
            e,min-max,1,2,,,NOBODY,
            f,boredom,,,,,,
            g/h,manual,,,,,,
            """);

        Assert.Equal(
            [
                "3 maximum not-a-number", "3 validFrom not-a-date", "4 fillRate fill-rate-out-of-range", "5 reviewDays not-a-number", "6 $ malformed-row",
                "7 name repeated-row", "8 supplier unknown-supplier", "9 kind unknown-policy-kind", "10 name malformed-code",
            ],
            errors);
        Assert.DoesNotContain("fine", (await world.ItemsAsync("/v1/policy-rules?limit=10")).Select(rule => rule.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("", "1 name empty-file")]
    [InlineData("name,sort\nx,manual", "1 sort unknown-column, 1 kind missing-column")]
    [InlineData("name,kind,name\nx,manual,y", "1 name repeated-column")]
    [InlineData("name,kind", "1 $ row-count-out-of-range")]
    [InlineData("name,kind,shortage\nx,manual,forgotten", "2 shortage unknown-word")]
    public async Task A_file_that_is_none_is_refused(string file, string expected) => Assert.Equal(expected, string.Join(", ", await ErrorsAsync(file)));

    private async Task<string> ImportedAsync(string file, string query)
    {
        using var response = await PostAsync(file, query);
        var text = await response.Content.ReadAsStringAsync(ReplenishmentWorld.Token);
        Assert.True(response.IsSuccessStatusCode, text);

        return text;
    }

    private async Task<List<string>> ErrorsAsync(string file)
    {
        using var response = await PostAsync(file, "");
        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        return [.. problem.GetProperty("errors").EnumerateArray().Select(Told)];
    }

    private static string Told(JsonElement error) =>
        $"{error.GetProperty("row").GetInt32()} {error.GetProperty("field").GetString()} {error.GetProperty("type").GetString()}";

    private async Task<HttpResponseMessage> PostAsync(string file, string query)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");

        return await world.Http.PostAsync($"/v1/imports/policy-rules?actor=ann{query}", content, ReplenishmentWorld.Token);
    }
}
