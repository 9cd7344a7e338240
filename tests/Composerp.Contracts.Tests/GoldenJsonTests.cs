using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composerp.Contracts.Tests;

public sealed class GoldenJsonTests
{
    public static IEnumerable<TheoryDataRow<GoldenEvent>> Events => GoldenEvents.All.Select(golden => new TheoryDataRow<GoldenEvent>(golden));

    [Theory, MemberData(nameof(Events))]
    public void Every_event_is_written_as_it_always_was(GoldenEvent golden) =>
        Assert.Equal(OneLine(golden.Text), JsonSerializer.Serialize(golden.Value, golden.Json));

    [Theory, MemberData(nameof(Events))]
    public void Every_event_ever_written_is_read_in_full(GoldenEvent golden) =>
        Assert.Equivalent(golden.Value, JsonSerializer.Deserialize(golden.Text, golden.Json), strict: true);

    // Producers may add fields within a version: an older consumer must not stumble.
    [Theory, MemberData(nameof(Events))]
    public void A_field_that_is_not_known_yet_is_ignored(GoldenEvent golden)
    {
        var json = JsonNode.Parse(golden.Text)!.AsObject();
        json["addedLater"] = new JsonObject { ["nested"] = 1 };

        Assert.Equivalent(golden.Value, JsonSerializer.Deserialize(json.ToJsonString(), golden.Json), strict: true);
    }

    // Half an event must become a dead letter, not a record with holes.
    [Theory, MemberData(nameof(Events))]
    public void A_required_field_that_is_missing_is_refused(GoldenEvent golden)
    {
        var required = golden.Json.Properties.Where(property => property.AssociatedParameter is { HasDefaultValue: false }).ToArray();

        Assert.NotEmpty(required);
        Assert.All(required, property =>
        {
            var json = JsonNode.Parse(golden.Text)!.AsObject();
            json.Remove(property.Name);

            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json.ToJsonString(), golden.Json));
        });
    }

    [Theory, MemberData(nameof(Events))]
    public void Every_nullable_field_may_be_left_out(GoldenEvent golden) =>
        Assert.All(
            golden.Json.Properties.Where(property => property.AssociatedParameter is { IsNullable: true }),
            property => Assert.True(property.AssociatedParameter!.HasDefaultValue, property.Name));

    [Fact]
    public void Every_event_type_has_a_golden_text() =>
        Assert.Empty(Constants(typeof(EventTypes)).Except(GoldenEvents.All.Select(golden => golden.Name)));

    [Fact]
    public void Every_event_type_is_a_past_tense_with_a_version() =>
        Assert.All(Constants(typeof(EventTypes)), type => Assert.Matches(@"^composerp\.[a-z]+\.[a-z-]+(ed|-sent)\.v[1-9]$", type));

    // Kafka ACLs, dashboards and senders outside name the topics, so a rename is a migration.
    [Fact]
    public void The_topics_keep_their_names() =>
        Assert.Equal(
            ["forecast-events", "integration-events", "inventory-events", "replenishment-events"],
            Constants(typeof(Topics)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    private static string OneLine(string text) => text.ReplaceLineEndings("");
}
