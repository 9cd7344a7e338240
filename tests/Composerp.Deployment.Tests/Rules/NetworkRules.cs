using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Base;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Nothing is reached, and reaches, but what the model and the operators need.</summary>
internal static class NetworkRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Everything that no policy speaks of",
            objects => objects.Of("NetworkPolicy").Any(policy => policy.Map("spec.podSelector").Any() is false
                && Directions(policy).SequenceEqual(["Egress", "Ingress"]) && policy.At("spec.ingress") is null && policy.At("spec.egress") is null)
                ? [] : ["no default-deny"],
            objects => objects.All.Remove(objects.Get("NetworkPolicy", "default-deny")),
            InDevelopment: false),
        new(
            "Every service: it has callers and called ones that are named",
            objects => objects.Services.Where(pod => !objects.Of("NetworkPolicy").Any(policy =>
                policy.Text("spec.podSelector.matchLabels.app") == pod.Name && policy.List("spec.ingress").Any() && policy.List("spec.egress").Any())).Titles,
            objects => objects.All.Remove(objects.Get("NetworkPolicy", "forecasting")),
            InDevelopment: false),
        new(
            // The seed's policy named the direction and no rule: no DNS, no database, no broker.
            "Services from policies that cut them off",
            objects => Reaches(objects, 53).Concat(objects.Services.Where(pod => !EgressOf(objects, pod.Name).Any(rule =>
                PortsOf(rule).Any(port => port is 5432))).Select(pod => $"{pod.Name}: no database"))
                .Concat(objects.Services.Where(pod => !EgressOf(objects, pod.Name).Any(rule =>
                    PortsOf(rule).Any(port => port is >= 9071 and <= 9098))).Select(pod => $"{pod.Name}: no broker")),
            objects => objects.Get("NetworkPolicy", "inventory-ledger-to-database")["spec"]!.AsObject().Remove("egress"),
            InDevelopment: false),
        new(
            "Services from callers that the model does not know: the gateway, the scraper, and who reads the feed",
            objects => from project in objects.Services.Select(pod => pod.Name)
                       let policy = objects.Find("NetworkPolicy", project)
                       where policy is not null
                       let allowed = policy.List("spec.ingress").SelectMany(rule => rule.List("from")).Select(Peer).Order(StringComparer.Ordinal)
                       let expected = CallersOf(project).Concat(["api-gateway", "api-gateway", "prometheus"]).Order(StringComparer.Ordinal)
                       where !allowed.SequenceEqual(expected)
                       select $"{project}: {string.Join(", ", allowed)} and not {string.Join(", ", expected)}",
            objects => objects.Get("NetworkPolicy", "inventory-ledger")["spec"]!["ingress"]![0]!["from"]!.AsArray().Add(new JsonObject { ["namespaceSelector"] = new JsonObject() })),
        new(
            "Other systems from services: they call the services of the model, stores, brokers and the collector only",
            objects => from project in objects.Services.Select(pod => pod.Name)
                       from rule in EgressOf(objects, project)
                       where !rule.List("to").Any() || rule.List("to").Any(peer =>
                           peer.Text("ipBlock.cidr") is "0.0.0.0/0" || (peer.At("ipBlock") is null && peer.Map("podSelector").Any() is false))
                       select $"{project}: {rule.ToJsonString()}",
            objects => objects.Get("NetworkPolicy", "forecasting")["spec"]!["egress"]!.AsArray().Add(new JsonObject())),
        new(
            "Calls of the model: each is allowed at both ends",
            objects => from project in Model.Published.Projects
                       where objects.Find("NetworkPolicy", project) is not null
                       from called in CalledBy(project)
                       where !EgressOf(objects, project).Any(rule => PortsOf(rule).Contains(3000) && rule.List("to").Any(peer => Peer(peer) == called))
                       select $"{project} to {called}",
            objects => objects.Get("NetworkPolicy", "replenishment")["spec"]!["egress"]![0]!["to"]!.AsArray().RemoveAt(0)),
        new(
            "Policies from selecting nobody",
            objects => objects.Of("NetworkPolicy").Where(policy =>
                policy.Map("spec.podSelector").Any() && !NetworkPolicies.SelectsSomething(objects, policy)).Titles,
            objects => objects.Get("NetworkPolicy", "forecasting")["spec"]!["podSelector"]!["matchLabels"]!["app"] = "forecast"),
    ];

    /// <summary>The services that a project's settings in the model lead to.</summary>
    public static IEnumerable<string> CalledBy(string project) =>
        from variable in Model.Published.EnvironmentOf(project)
        let parts = variable.Key.Split("__")
        where parts[0] == "services"
        select parts[1];

    private static IEnumerable<string> CallersOf(string project) =>
        Model.Published.Projects.Where(caller => CalledBy(caller).Contains(project));

    private static IEnumerable<JsonNode> EgressOf(Objects objects, string project) =>
        from policy in objects.Of("NetworkPolicy")
        where policy.Text("spec.podSelector.matchLabels.app") == project
        from rule in policy.List("spec.egress")
        select rule;

    private static IEnumerable<string> Reaches(Objects objects, long port) =>
        objects.Of("NetworkPolicy").Any(policy => policy.Map("spec.podSelector").Any() is false
            && policy.List("spec.egress").Any(rule => PortsOf(rule).Contains(port))) ? [] : [$"nobody reaches port {port}"];

    private static IEnumerable<long?> PortsOf(JsonNode rule) => rule.List("ports").Select(port => port.Number("port"));

    private static IEnumerable<string> Directions(JsonNode policy) =>
        policy.List("spec.policyTypes").Select(type => type.ToString()).Order(StringComparer.Ordinal);

    private static string Peer(JsonNode peer) =>
        peer.Text("podSelector.matchLabels.app") ?? peer.At("podSelector.matchLabels")?["app.kubernetes.io/name"]?.ToString() ?? "anybody";
}
