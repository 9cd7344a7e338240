using System.Net;
using System.Net.Http.Json;
using System.Text;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Sourcing;

public sealed class SourcingRulesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_rule_is_stored_changed_listed_and_deleted()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        await world.PutAsync("/v1/sourcing-rules/stores", new { appliesTo = new { locationKind = "kiosk" }, sources = new[] { new { location = "W1", leadTimeDays = 2 } } });
        await world.PutAsync(
            "/v1/sourcing-rules/stores",
            new
            {
                appliesTo = new { locationKind = "kiosk", category = "DAIRY" },
                priority = 3,
                sources = new object[] { new { location = "W1", leadTimeDays = 2, orderMultiple = 6, share = 0.7 }, new { supplier = "ACME", priority = 2 } },
                actor = "ann",
            });
        await world.PostAsync("/v1/sourcing-rules?actor=ann", new[]
        {
            new { name = "one", appliesTo = new { sku = "nut", location = "K1" }, sources = new[] { new { supplier = "ACME" } } },
            new { name = "two", appliesTo = new { sku = "nut", location = "K2" }, sources = new[] { new { supplier = "ACME" } } },
        });

        var rule = await world.GetAsync("/v1/sourcing-rules/stores");
        Assert.Equal(("DAIRY", 3, "ann"), (
            rule.GetProperty("appliesTo").GetProperty("category").GetString(), rule.GetProperty("priority").GetInt32(), rule.GetProperty("changedBy").GetString()));
        Assert.Equal(["W1", "ACME"], rule.GetProperty("sources").EnumerateArray().Select(source =>
            source.TryGetProperty("location", out var location) ? location.GetString() : source.GetProperty("supplier").GetString()));
        Assert.Equal(6, rule.GetProperty("sources")[0].GetProperty("orderMultiple").GetDecimal());

        // Others of this class may have left theirs.
        string[] names = ["one", "stores", "two"];
        Assert.Equal(names, (await world.ItemsAsync("/v1/sourcing-rules?limit=2")).Select(item => item.GetProperty("name").GetString()).Where(names.Contains));

        using var deleted = await world.Http.DeleteAsync("/v1/sourcing-rules/stores", ReplenishmentWorld.Token);
        using var again = await world.Http.DeleteAsync("/v1/sourcing-rules/stores", ReplenishmentWorld.Token);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { """{"appliesTo":{},"sources":[]}""", "source-count-out-of-range", "sources" },
        { """{"appliesTo":{"class":"A"},"sources":[{"location":"W1","leadTimeDays":1}]}""", "field-of-another-kind", "class" },
        { """{"appliesTo":{"suppliedBy":"ACME"},"sources":[{"location":"W1","leadTimeDays":1}]}""", "field-of-another-kind", "suppliedBy" },
        { """{"appliesTo":{},"sources":[{"priority":1}]}""", "missing-field", "sources[0].location" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1,"supplier":"ACME"}]}""", "ambiguous-source", "sources[0].supplier" },
        { """{"appliesTo":{},"sources":[{"location":"W1"}]}""", "missing-field", "sources[0].leadTimeDays" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1},{"location":"W2","leadTimeDays":1001}]}""", "lead-time-out-of-range", "sources[1].leadTimeDays" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1,"orderMultiple":0}]}""", "order-multiple-zero", "sources[0].orderMultiple" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1,"share":0}]}""", "share-out-of-range", "sources[0].share" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1,"priority":0}]}""", "priority-out-of-range", "sources[0].priority" },
        { """{"appliesTo":{},"sources":[{"supplier":"ACME","leadTimeDays":1}]}""", "field-of-another-kind", "sources[0].supplier" },
        { """{"appliesTo":{},"sources":[{"supplier":"NOBODY"}]}""", "unknown-supplier", "sources[0].supplier" },
        { """{"appliesTo":{},"sources":[{"location":"W1","leadTimeDays":1},{"location":"W1","leadTimeDays":2}]}""", "repeated-source", "sources[1]" },
        { """{"appliesTo":{},"sources":[{"supplier":"ACME","excess":{}}]}""", "missing-source", "sources" },
        { """{"appliesTo":{},"sources":[{"supplier":"ACME"},{"location":"W1","leadTimeDays":1,"minimumQuantity":5,"excess":{}}]}""", "field-of-another-kind", "sources[1].excess" },
        { """{"appliesTo":{},"sources":[{"supplier":"ACME"},{"location":"W1","leadTimeDays":1,"excess":{"returnMin":0}}]}""", "return-out-of-range", "sources[1].excess.returnMin" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_bad_rule_is_refused_naming_the_field(string body, string type, string field)
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PutAsync("/v1/sourcing-rules/bad", content, ReplenishmentWorld.Token);

        Assert.Equal(($"urn:composerp:replenishment:{type}", field), await RefusalAsync(response));
    }

    [Fact]
    public async Task A_circle_is_refused_by_name_for_the_items_that_would_go_in_it()
    {
        Task<HttpResponseMessage> PutAsync(string name, object appliesTo, string source) => world.Http.PutAsJsonAsync(
            $"/v1/sourcing-rules/{name}", new { appliesTo, sources = new[] { new { location = source, leadTimeDays = 1 } } }, ReplenishmentWorld.Token);

        using var fine = await PutAsync("c-b", new { location = "CB" }, "CA");
        using var apart = await PutAsync("c-bolt", new { location = "CB", sku = "c-bolt" }, "CD");
        using var alsoFine = await PutAsync("c-a-bolt", new { location = "CA", sku = "c-bolt" }, "CB");
        using var circle = await PutAsync("c-a", new { location = "CA" }, "CB");
        using var own = await PutAsync("c-own", new { location = "CO" }, "CO");

        Assert.All([fine, apart, alsoFine], response => Assert.Equal(HttpStatusCode.NoContent, response.StatusCode));
        Assert.Equal(("urn:composerp:replenishment:supply-cycle", "sources"), await RefusalAsync(own));
        var problem = await ReplenishmentWorld.ProblemAsync(circle, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            ("urn:composerp:replenishment:supply-cycle", "For items in general: A location would supply itself: CA supplies CB supplies CA."),
            (problem.GetProperty("type").GetString(), problem.GetProperty("detail").GetString()));

        // Without the rule that keeps it apart the bolt would go in a circle.
        using var deleted = await world.Http.DeleteAsync("/v1/sourcing-rules/c-bolt", ReplenishmentWorld.Token);
        Assert.Equal(("urn:composerp:replenishment:supply-cycle", "sources"), await RefusalAsync(deleted));
        Assert.Equal(["c-a-bolt", "c-b", "c-bolt"], (await world.ItemsAsync("/v1/sourcing-rules?limit=100"))
            .Select(rule => rule.GetProperty("name").GetString()).Where(name => name!.StartsWith("c-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_many_rules_all_are_stored_or_none_and_each_bad_row_is_named()
    {
        await world.PutAsync("/v1/suppliers/ACME", new { name = "Acme" });
        using var response = await world.Http.PostAsJsonAsync("/v1/sourcing-rules", new object[]
        {
            new { name = "m-1", appliesTo = new { location = "M1" }, sources = new[] { new { supplier = "ACME" } } },
            new { name = "m-2", appliesTo = new { location = "M2" }, sources = new[] { new { supplier = "NOBODY" } } },
        }, ReplenishmentWorld.Token);

        var error = (await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).GetProperty("errors")[0];
        Assert.Equal((2, "sources[0].supplier"), (error.GetProperty("row").GetInt32(), error.GetProperty("field").GetString()));
        using var found = await world.Http.GetAsync("/v1/sourcing-rules/m-1", ReplenishmentWorld.Token);
        Assert.Equal(HttpStatusCode.NotFound, found.StatusCode);
    }

    [Fact]
    public async Task Terms_of_a_location_are_stored_and_taken_back()
    {
        await world.PutAsync("/v1/location-terms/T1", new { shareRule = "equal-cover", storageVolume = 12.5 });
        var terms = await world.GetAsync("/v1/location-terms/T1");
        using var unknown = await world.Http.PutAsJsonAsync("/v1/location-terms/T1", new { shareRule = "lottery" }, ReplenishmentWorld.Token);
        using var deleted = await world.Http.DeleteAsync("/v1/location-terms/T1", ReplenishmentWorld.Token);
        using var again = await world.Http.DeleteAsync("/v1/location-terms/T1", ReplenishmentWorld.Token);

        Assert.Equal(("equal-cover", 12.5m), (terms.GetProperty("shareRule").GetString(), terms.GetProperty("storageVolume").GetDecimal()));
        Assert.Equal(("urn:composerp:replenishment:unknown-share-rule", "shareRule"), await RefusalAsync(unknown));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
    }

    private static async Task<(string?, string?)> RefusalAsync(HttpResponseMessage response)
    {
        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        return (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString());
    }
}
