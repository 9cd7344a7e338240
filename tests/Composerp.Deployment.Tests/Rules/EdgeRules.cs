using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Under a policy that denies everything, a call needs two that allow it: one where it starts, one where it ends.</summary>
internal static class EdgeRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Calls that may start from being refused where they end",
            objects => OneSided(objects, "egress", "to", "ingress", "from"),
            objects => objects.Get("NetworkPolicy", "inventory-ledger-db")["spec"]!["ingress"]![0]!["ports"]![0]!["port"] = 5433),
        new(
            "Calls that may end from being refused where they start",
            objects => OneSided(objects, "ingress", "from", "egress", "to"),
            objects => objects.All.Remove(objects.Get("NetworkPolicy", "api-gateway"))),
        new(
            "Autoscalers from brokers that do not answer them",
            objects => from brokers in objects.Of("NetworkPolicy")
                       where brokers.Name is "kafka" or "composerp-kafka" && objects.Of("ScaledObject").Any()
                       where !brokers.List("spec.ingress").SelectMany(rule => rule.List("from")).Any(peer =>
                           peer.Text("podSelector.matchLabels.app") == "keda-operator" && peer.At("namespaceSelector") is not null)
                       select brokers.Title,
            objects =>
            {
                objects.All.Add(Yaml.Read("kind: ScaledObject\nmetadata: {name: forecasting}").Single());
                objects.Get("NetworkPolicy", "composerp-kafka")["spec"]!["ingress"]!.AsArray().RemoveAt(0);
            }),
    ];

    // Within the namespace: what stands in others has policies of its own, or none.
    private static IEnumerable<string> OneSided(Objects objects, string direction, string peers, string opposite, string opposites) =>
        from policy in objects.Of("NetworkPolicy")
        where policy.Map("spec.podSelector").Any()
        from rule in policy.List($"spec.{direction}")
        from peer in rule.List(peers)
        where peer.At("podSelector") is not null && peer.At("namespaceSelector") is null
        from port in PortsOf(rule)
        where !objects.Of("NetworkPolicy").Any(other =>
            Overlap(other.At("spec.podSelector"), peer.At("podSelector"))
            && other.List($"spec.{opposite}").Any(answer =>
                PortsOf(answer).Any(open => open is null || open == port)
                && (!answer.List(opposites).Any() || answer.List(opposites).Any(own =>
                    own.At("namespaceSelector") is null && Overlap(own.At("podSelector"), policy.At("spec.podSelector"))))))
        select $"{policy.Name} {peers} {peer["podSelector"]!["matchLabels"]!.ToJsonString()}: {port?.ToString(null, null) ?? "every port"}";

    // No ports are all of them.
    private static IEnumerable<long?> PortsOf(JsonNode rule) => rule.List("ports").Select(port => port.Number("port")).DefaultIfEmpty(null);

    /// <summary>Whether there are pods that both mean: they share a label, and contradict each other in none.</summary>
    private static bool Overlap(JsonNode? selector, JsonNode? other)
    {
        var shared = selector.Map("matchLabels").Join(
            other.Map("matchLabels"), label => label.Key, label => label.Key, (a, b) => a.Value?.ToString() == b.Value?.ToString()).ToArray();

        return shared.Length > 0 && shared.All(same => same);
    }
}
