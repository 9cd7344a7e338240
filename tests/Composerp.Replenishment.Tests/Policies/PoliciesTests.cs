using System.Net;
using System.Text;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Policies;

public sealed class PoliciesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_policy_changes_its_kind()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        await world.MinMaxAsync("P1", "nut", 10, 20.5m);
        Assert.Equal(
            """{"location":"P1","sku":"nut","kind":"min-max","supplier":"ACME","minimum":10,"maximum":20.5}""", await TextAsync("P1", "nut"));

        await world.OrderUpToAsync("P1", "nut", 0.95, 7);
        Assert.Equal(
            """{"location":"P1","sku":"nut","kind":"order-up-to","supplier":"ACME","serviceLevel":0.95,"reviewDays":7}""", await TextAsync("P1", "nut"));
    }

    [Fact]
    public async Task Many_policies_are_stored_at_once_and_listed_page_by_page()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        await world.PostAsync("/v1/policies", Enumerable.Range(0, 30).Select(n =>
            new { location = $"L{n % 3}", sku = $"sku-{n / 3:00}", kind = "min-max", supplier = "ACME", minimum = 1, maximum = 2, serviceLevel = (double?)null }));

        var listed = await world.ItemsAsync("/v1/policies?location=L1&limit=3");

        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"sku-{n:00}"), listed.Select(row => row.GetProperty("sku").GetString()));
    }

    [Fact]
    public async Task A_deleted_policy_is_gone()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        await world.MinMaxAsync("P2", "nut", 1, 2);

        using var first = await world.Http.DeleteAsync("/v1/policies/P2/nut", ReplenishmentWorld.Token);
        using var again = await world.Http.DeleteAsync("/v1/policies/P2/nut", ReplenishmentWorld.Token);
        using var found = await world.Http.GetAsync("/v1/policies/P2/nut", ReplenishmentWorld.Token);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.StatusCode, again.StatusCode, found.StatusCode));
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { """{"kind":"magic","supplier":"ACME"}""", "unknown-policy-kind", "kind" },
        { """{"kind":"min-max","supplier":"ACME","minimum":1}""", "missing-field", "maximum" },
        { """{"kind":"min-max","supplier":"ACME","minimum":2,"maximum":1}""", "maximum-below-minimum", "maximum" },
        { """{"kind":"min-max","supplier":"ACME","minimum":-1,"maximum":1}""", "negative-quantity", "minimum" },
        { """{"kind":"min-max","supplier":"ACME","minimum":1,"maximum":2,"reviewDays":7}""", "field-of-another-kind", "reviewDays" },
        { """{"kind":"order-up-to","supplier":"ACME","serviceLevel":0.95}""", "missing-field", "reviewDays" },
        { """{"kind":"order-up-to","supplier":"ACME","serviceLevel":1,"reviewDays":7}""", "service-level-out-of-range", "serviceLevel" },
        { """{"kind":"order-up-to","supplier":"ACME","serviceLevel":0,"reviewDays":7}""", "service-level-out-of-range", "serviceLevel" },
        { """{"kind":"order-up-to","supplier":"ACME","serviceLevel":0.5,"reviewDays":0}""", "review-days-out-of-range", "reviewDays" },
        { """{"kind":"order-up-to","supplier":"ACME","serviceLevel":0.5,"reviewDays":7,"minimum":1}""", "field-of-another-kind", "minimum" },
        { """{"kind":"order-up-to","supplier":"NOBODY","serviceLevel":0.5,"reviewDays":7}""", "unknown-supplier", "supplier" },
        { """{"kind":"order-up-to","supplier":"","serviceLevel":0.5,"reviewDays":7}""", "malformed-code", "supplier" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_bad_policy_is_refused_naming_the_field(string body, string type, string field)
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PutAsync("/v1/policies/P3/nut", content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(($"urn:composerp:replenishment:{type}", field), (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString()));
    }

    private async Task<string> TextAsync(string location, string sku)
    {
        var fields = (await world.GetAsync($"/v1/policies/{location}/{sku}")).EnumerateObject()
            .Where(field => field.Name != "changedAt")
            .ToDictionary(field => field.Name, field => field.Value);

        return JsonSerializer.Serialize(fields);
    }
}
