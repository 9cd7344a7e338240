using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

public sealed class RuleTests
{
    public static IEnumerable<TheoryDataRow<string>> Rules => Rule.All.Select(rule => new TheoryDataRow<string>(rule.Protects));

    public static IEnumerable<TheoryDataRow<string>> Overlays => Deployments.Overlays.Select(overlay => new TheoryDataRow<string>(overlay));

    public static IEnumerable<TheoryDataRow<string>> Composed => Combinations.All.Select(components => new TheoryDataRow<string>(string.Join(' ', components)));

    // Needs no kubectl: the sample is put together from the files.
    [Theory, MemberData(nameof(Rules))]
    public void A_sound_deployment_keeps_the_rule_and_a_broken_one_is_caught(string protects)
    {
        var rule = Rule.All.Single(rule => rule.Protects == protects);
        var broken = Samples.Sound();
        rule.Break(broken);

        Assert.Empty(rule.Find(Samples.Sound()));
        Assert.NotEmpty(rule.Find(broken));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void An_overlay_keeps_every_rule(string overlay)
    {
        AssertKept(Objects.Read(Deployments.Overlay(overlay)), rule => rule.InDevelopment || overlay != "local");
    }

    // What no overlay has: Crunchy, Zalando, Confluent, Vault, plain Secrets, KEDA with SASL.
    [Theory, MemberData(nameof(Composed))]
    public void A_combination_of_components_keeps_every_rule(string components)
    {
        var parts = components.Split(' ');
        var isForDevelopment = parts.Contains("postgres/model") || parts.Contains("kafka/model");

        // The development server has connections for one replica of each service, as its README says, and here are ten.
        AssertKept(Objects.Read(Deployments.With(parts)), rule =>
            (rule.InDevelopment || !isForDevelopment) && !(rule == StoreRules.EnoughConnections && parts.Contains("postgres/model")));
    }

    private static void AssertKept(Objects objects, Func<Rule, bool> isAsked)
    {
        var faults = from rule in Rule.All
                     where isAsked(rule)
                     from fault in rule.Find(objects)
                     select $"{rule.Protects}: {fault}";

        Assert.True(!faults.Any(), string.Join('\n', faults));
    }
}
