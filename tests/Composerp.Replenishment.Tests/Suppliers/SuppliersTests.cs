using System.Net;
using System.Text;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.Replenishment.Tests.Suppliers;

public sealed class SuppliersTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_supplier_is_created_changed_and_found()
    {
        await world.PutAsync("/v1/suppliers/ONE", new { name = "One", actor = "ann" });
        await world.PutAsync("/v1/suppliers/ONE", new { name = "One & Co", actor = "bob" });

        var supplier = await world.GetAsync("/v1/suppliers/ONE");

        Assert.Equal("One & Co", supplier.GetProperty("name").GetString());
        Assert.Equal("bob", supplier.GetProperty("changedBy").GetString());
    }

    [Fact]
    public async Task Terms_left_out_are_no_minimum_and_whole_units()
    {
        await world.PutAsync("/v1/suppliers/TWO", new { name = "Two" });
        await world.PutAsync("/v1/suppliers/TWO/items/nut", new { leadTimeDays = 3, unitCost = 1.25m });

        var terms = await world.GetAsync("/v1/suppliers/TWO/items/nut");

        Assert.Equal((0m, 1m, 1.25m), (
            terms.GetProperty("minimumQuantity").GetDecimal(), terms.GetProperty("orderMultiple").GetDecimal(), terms.GetProperty("unitCost").GetDecimal()));
    }

    [Fact]
    public async Task Many_terms_are_stored_and_listed_page_by_page()
    {
        await world.PutAsync("/v1/suppliers/MANY", new { name = "Many" });
        await world.PostAsync("/v1/supplier-items?actor=ann", Enumerable.Range(0, 250).Select(n =>
            new { supplier = "MANY", sku = $"sku-{n:000}", leadTimeDays = n % 30, minimumQuantity = 5, orderMultiple = 2.5m, unitCost = 1 }));

        var listed = await world.ItemsAsync("/v1/supplier-items?supplier=MANY&limit=100");

        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"sku-{n:000}"), listed.Select(row => row.GetProperty("sku").GetString()));
        Assert.All(listed, row => Assert.Equal("ann", row.GetProperty("changedBy").GetString()));
    }

    [Fact]
    public async Task Of_a_bulk_with_bad_rows_nothing_is_stored_and_every_bad_row_is_named()
    {
        await world.PutAsync("/v1/suppliers/BULK", new { name = "Bulk" });
        const string Rows = """
            [{"supplier":"BULK","sku":"good","leadTimeDays":1,"unitCost":1},
             {"supplier":"BULK","sku":"bad","leadTimeDays":-1,"unitCost":1},
             {"supplier":"BULK","sku":"good","leadTimeDays":1,"unitCost":1},
             {"supplier":"BULK","sku":"worse","leadTimeDays":1,"orderMultiple":0,"unitCost":1}]
            """;

        using var response = await PostAsync("/v1/supplier-items", Rows);
        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("urn:composerp:replenishment:invalid-rows", problem.GetProperty("type").GetString());
        Assert.Equal(
            [(2, "lead-time-out-of-range"), (3, "repeated-row"), (4, "order-multiple-zero")],
            problem.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("row").GetInt32(), error.GetProperty("type").GetString()!)));
        Assert.Empty(await world.ItemsAsync("/v1/supplier-items?supplier=BULK"));
    }

    [Fact]
    public async Task Rows_of_unknown_suppliers_are_named()
    {
        await world.PutAsync("/v1/suppliers/KNOWN", new { name = "Known" });
        const string Rows = """
            [{"supplier":"KNOWN","sku":"a","leadTimeDays":1,"unitCost":1},{"supplier":"NOBODY","sku":"b","leadTimeDays":1,"unitCost":1}]
            """;

        using var response = await PostAsync("/v1/supplier-items", Rows);
        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((2, "unknown-supplier"), (error.GetProperty("row").GetInt32(), error.GetProperty("type").GetString()));
    }

    public static TheoryData<string, string, int, string> BadInput => new()
    {
        { "/v1/suppliers/a%2Fb", """{"name":"x"}""", 422, "malformed-code" },
        { "/v1/suppliers/a%20", """{"name":"x"}""", 422, "malformed-code" },
        { "/v1/suppliers/a", """{"name":""}""", 422, "malformed-text" },
        { "/v1/suppliers/a", """{"name":"x\u0000y"}""", 422, "malformed-text" },
        { "/v1/suppliers/a", """{"name":null}""", 400, "malformed-json" },
        { "/v1/suppliers/a", "{}", 400, "malformed-json" },
        { "/v1/suppliers/a", """{"name":"x","colour":"red"}""", 400, "malformed-json" },
        { "/v1/suppliers/a", "half", 400, "malformed-json" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":1}""", 404, "unknown-supplier" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":-1,"unitCost":1}""", 422, "lead-time-out-of-range" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1001,"unitCost":1}""", 422, "lead-time-out-of-range" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1.5,"unitCost":1}""", 400, "malformed-json" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":-1}""", 422, "negative-quantity" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":1,"minimumQuantity":0.00001}""", 422, "too-many-decimals" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":1,"minimumQuantity":1e20}""", 422, "quantity-out-of-range" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":1,"minimumQuantity":1e40}""", 400, "malformed-json" },
        { "/v1/suppliers/NOBODY/items/a", """{"leadTimeDays":1,"unitCost":1,"orderMultiple":0}""", 422, "order-multiple-zero" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public async Task Bad_input_gets_a_clear_problem(string path, string body, int status, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PutAsync(path, content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, (HttpStatusCode)status);

        Assert.Equal($"urn:composerp:replenishment:{type}", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/v1/suppliers?limit=0")]
    [InlineData("/v1/suppliers?limit=1001")]
    [InlineData("/v1/suppliers?limit=many")]
    [InlineData("/v1/suppliers?after=nothing!")]
    [InlineData("/v1/supplier-items?after=QQ")]
    [InlineData("/v1/supplier-items?sku=%00")]
    [InlineData("/v1/supplier-items?skus=a")]
    public async Task A_bad_parameter_gets_a_clear_problem(string path)
    {
        using var response = await world.Http.GetAsync(path, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.BadRequest);

        Assert.Equal("urn:composerp:replenishment:malformed-parameter", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_service_describes_every_endpoint()
    {
        var document = await world.GetAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths");

        Assert.Empty(OpenApiGaps.Of(document));
        Assert.NotEqual(BodyOf("/v1/suppliers/{code}"), BodyOf("/v1/policies/{location}/{sku}"));

        string BodyOf(string path) => paths.GetProperty(path).GetProperty("put").GetProperty("requestBody").GetRawText();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        return await world.Http.PostAsync(path, content, ReplenishmentWorld.Token);
    }
}
