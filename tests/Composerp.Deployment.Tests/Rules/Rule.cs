using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Something that has to be true of what runs in production.</summary>
/// <param name="Protects">What the rule protects, as the name of its test.</param>
/// <param name="Find">What breaks it, one line each.</param>
/// <param name="Break">Makes a sound deployment one that breaks it.</param>
/// <param name="InDevelopment">Whether the overlay for one machine keeps it too.</param>
internal sealed record Rule(string Protects, Func<Objects, IEnumerable<string>> Find, Action<Objects> Break, bool InDevelopment = true)
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. SecurityRules.All,
        .. ContainerRules.All,
        .. AvailabilityRules.All,
        .. CapacityRules.All,
        .. LinkRules.All,
        .. NetworkRules.All,
        .. EdgeRules.All,
        .. StoreRules.All,
        .. OperatorRules.All,
    ];

    public override string ToString() => Protects;
}
