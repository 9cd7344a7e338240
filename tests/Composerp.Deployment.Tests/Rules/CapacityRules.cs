using System.Globalization;
using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>What everything together may ask for, with databases and brokers at work and every autoscaler at its maximum.</summary>
internal static class CapacityRules
{
    private static readonly string[] _limited = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "requests.storage", "persistentvolumeclaims", "pods"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Autoscalers and operators from being stopped by the quota",
            objects => from quota in objects.Of("ResourceQuota")
                       from resource in _limited
                       let wanted = DemandsOf(objects).Sum(demand => demand.Of(resource))
                       let granted = Amount(quota.At("spec.hard")?[resource]?.ToString())
                       where wanted > granted
                       select $"{resource}: {wanted} of {granted}",
            objects => objects.Get("ResourceQuota", "composerp")["spec"]!["hard"]!["limits.memory"] = "60Gi"),
        new(
            "Pods and volumes from being refused for their size",
            objects => from range in objects.Of("LimitRange")
                       from limit in range.List("spec.limits")
                       from demand in DemandsOf(objects)
                       where limit.Text("type") == "Container"
                           ? Amount(demand.Resources.Text("limits.memory")) > Amount(limit.Text("max.memory")) || Amount(demand.Resources.Text("limits.cpu")) > Amount(limit.Text("max.cpu"))
                           : demand.Volumes.Any(volume => Amount(volume) > Amount(limit.Text("max.storage")))
                       select demand.Name,
            objects => objects.Get("KafkaNodePool", "broker")["spec"]!["resources"]!["limits"]!["memory"] = "32Gi"),
        new(
            "Databases and brokers from the limits that are meant for small helpers",
            objects => DemandsOf(objects).Where(demand => demand.Resources.At("requests.memory") is null || demand.Resources.At("limits.memory") is null
                || demand.Resources.At("requests.cpu") is null || demand.Resources.At("limits.cpu") is null).Select(demand => demand.Name),
            objects => objects.Get("Kafka", "composerp")["spec"]!["cruiseControl"] = new JsonObject()),
    ];

    /// <summary>Pods that are alike.</summary>
    /// <param name="Volumes">Sizes of the volumes that each of them has.</param>
    private sealed record Demand(string Name, long Pods, JsonNode? Resources, IReadOnlyList<string?> Volumes)
    {
        public decimal Of(string resource) => Pods * resource switch
        {
            "pods" => 1,
            "persistentvolumeclaims" => Volumes.Count,
            "requests.storage" => Volumes.Sum(Amount),
            _ => Amount(Resources.Text(resource)),
        };
    }

    private static IEnumerable<Demand> DemandsOf(Objects objects) => objects.All.SelectMany(item => item.Kind switch
    {
        "Deployment" => [new Demand(item.Name, objects.PodsMax(item), item.Pod.List("containers").First().At("resources"), [])],
        "StatefulSet" =>
        [
            new Demand(item.Name, item.Number("spec.replicas") ?? 1, item.Pod.List("containers").First().At("resources"),
                [.. item.List("spec.volumeClaimTemplates").Select(claim => claim.Text("spec.resources.requests.storage"))]),
        ],
        "Cluster" =>
        [
            new Demand(item.Name, item.Number("spec.instances") ?? 1, item.At("spec.resources"), [item.Text("spec.storage.size"), item.Text("spec.walStorage.size")]),
        ],
        "postgresql" => [new Demand(item.Name, item.Number("spec.numberOfInstances") ?? 1, item.At("spec.resources"), [item.Text("spec.volume.size")])],
        "PostgresCluster" => item.List("spec.instances").Select(set => new Demand(item.Name, set.Number("replicas") ?? 1, set.At("resources"),
            [set.Text("dataVolumeClaimSpec.resources.requests.storage"), set.Text("walVolumeClaimSpec.resources.requests.storage")])),
        "KafkaNodePool" =>
        [
            new Demand(item.Name, item.Number("spec.replicas") ?? 1, item.At("spec.resources"), [.. item.List("spec.storage.volumes").Select(volume => volume.Text("size"))]),
        ],
        "KRaftController" => [OfConfluent(item)],
        "Kafka" when item.At("spec.podTemplate") is not null => [OfConfluent(item)],
        "Kafka" => new[] { "entityOperator.topicOperator", "entityOperator.userOperator", "cruiseControl", "kafkaExporter" }
            .Where(helper => item.At($"spec.{helper}") is not null)
            .Select(helper => new Demand($"{item.Name} {helper}", 1, item.At($"spec.{helper}.resources"), [])),
        _ => Enumerable.Empty<Demand>(),
    });

    private static Demand OfConfluent(JsonObject item) =>
        new(item.Name, item.Number("spec.replicas") ?? 1, item.At("spec.podTemplate.resources"), [item.Text("spec.dataVolumeCapacity")]);

    private static decimal Amount(string? quantity) => quantity switch
    {
        null => 0,
        _ when quantity.EndsWith('m') => Number(quantity, 1) / 1000,
        _ when quantity.EndsWith("Mi", StringComparison.Ordinal) => Number(quantity, 2) * (1L << 20),
        _ when quantity.EndsWith("Gi", StringComparison.Ordinal) => Number(quantity, 2) * (1L << 30),
        _ when quantity.EndsWith("Ti", StringComparison.Ordinal) => Number(quantity, 2) * (1L << 40),
        _ => Number(quantity, 0),
    };

    private static decimal Number(string quantity, int unit) => decimal.Parse(quantity[..^unit], CultureInfo.InvariantCulture);
}
