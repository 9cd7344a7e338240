using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

public sealed class RuleTests
{
    public static IEnumerable<TheoryDataRow<string>> Rules => Rule.All.Select(rule => new TheoryDataRow<string>(rule.Protects));

    public static IEnumerable<TheoryDataRow<string>> Overlays => Deployments.Overlays.Select(overlay => new TheoryDataRow<string>(overlay));

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
        var objects = Objects.Read(Deployments.Overlay(overlay));
        var faults = from rule in Rule.All
                     where rule.InDevelopment || overlay != "local"
                     from fault in rule.Find(objects)
                     select $"{rule.Protects}: {fault}";

        Assert.True(!faults.Any(), string.Join('\n', faults));
    }
}
