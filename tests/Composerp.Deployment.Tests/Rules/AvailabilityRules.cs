using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Pods come and go; what they serve stays.</summary>
internal static class AvailabilityRules
{
    /// <summary>The services finish what is in flight within this; see ComposerpService.</summary>
    private const int ShutdownSeconds = 25;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            // Polaris misses `replicas` beside an autoscaler, kube-score refuses it there: it is left out, and the autoscaler's
            // minimum counts.
            "Serving while one pod is away: three at least",
            objects => objects.Services.Where(pod => ReplicasMin(objects, pod) < 3).Titles,
            objects => objects.Get("HorizontalPodAutoscaler", "inventory-ledger")["spec"]!["minReplicas"] = 1,
            InDevelopment: false),
        new(
            "What an autoscaler has decided: no replicas are written beside it",
            objects => objects.Services.Where(pod => objects.ScalersOf(pod).Any() && pod.At("spec.replicas") is not null).Titles,
            objects => objects.Service()["spec"]!["replicas"] = 3),
        new(
            "An autoscaler from another one",
            objects => objects.Services.Where(pod => objects.ScalersOf(pod).Count() > 1).Titles,
            objects => objects.All.Add(Scaler("inventory-ledger"))),
        new(
            "Pods from working at their limit: autoscalers add some at 70 % of the processor that is asked for",
            objects => objects.Of("HorizontalPodAutoscaler").Where(scaler => !scaler.List("spec.metrics").Any(metric =>
                    metric.Text("resource.name") == "cpu" && metric.Number("resource.target.averageUtilization") == 70)).Titles
                .Concat(objects.Of("ScaledObject").Where(scaler => !scaler.List("spec.triggers").Any(trigger =>
                    trigger.Text("type") == "cpu" && trigger.Text("metadata.value") == "70")).Titles),
            objects => objects.Get("HorizontalPodAutoscaler", "inventory-ledger")["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"] = 100),
        new(
            "An autoscaler from having no room: its maximum is above its minimum",
            objects => objects.Of("HorizontalPodAutoscaler").Concat(objects.Of("ScaledObject")).Where(scaler =>
                (scaler.Number("spec.maxReplicas") ?? scaler.Number("spec.maxReplicaCount")) <= (scaler.Number("spec.minReplicas") ?? scaler.Number("spec.minReplicaCount") ?? 1)).Titles,
            objects => objects.Get("HorizontalPodAutoscaler", "inventory-ledger")["spec"]!["maxReplicas"] = 3),
        new(
            "An autoscaler from scaling nothing",
            objects => objects.Of("HorizontalPodAutoscaler").Concat(objects.Of("ScaledObject"))
                .Where(scaler => objects.Find("Deployment", scaler.Text("spec.scaleTargetRef.name")) is null).Titles,
            objects => objects.All.Add(Scaler("inventory"))),
        new(
            "Partitions from moving with every peak: autoscalers go down slowly",
            objects => objects.Of("HorizontalPodAutoscaler").Where(scaler => scaler.Number("spec.behavior.scaleDown.stabilizationWindowSeconds") is not >= 300).Titles
                .Concat(objects.Of("ScaledObject").Where(scaler =>
                    scaler.Number("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds") is not >= 300).Titles),
            objects => objects.Get("HorizontalPodAutoscaler", "inventory-ledger")["spec"]!.AsObject().Remove("behavior")),
        new(
            "Serving while nodes are drained, and drains from standing still",
            objects => objects.Services.Where(pod => objects.Of("PodDisruptionBudget").Count(budget =>
                budget.At("spec.selector").Selects(pod.Map("spec.template.metadata.labels"))
                && budget.Number("spec.maxUnavailable") == 1
                && budget.Text("spec.unhealthyPodEvictionPolicy") == "AlwaysAllow") != 1).Titles,
            objects => objects.Get("PodDisruptionBudget", "inventory-ledger")["spec"]!["maxUnavailable"] = 0),
        new(
            "Serving while a zone is away: pods stand in all of them",
            objects => objects.Services.Where(pod => !pod.Pod.List("topologySpreadConstraints").Any(spread =>
                (spread.Text("topologyKey"), spread.Text("whenUnsatisfiable"), spread.Text("nodeTaintsPolicy")) is ("topology.kubernetes.io/zone", "DoNotSchedule", "Honor")
                && spread.At("labelSelector").Selects(pod.Map("spec.template.metadata.labels"))
                && spread.List("matchLabelKeys").Any(key => key.ToString() == "pod-template-hash"))).Titles,
            objects => objects.Pod()["topologySpreadConstraints"]![0]!["labelSelector"]!["matchLabels"]!["app"] = "forecasting",
            InDevelopment: false),
        new(
            // kube-score asks for anti-affinity, Polaris for spread: zones are spread over, hosts avoided. Required anti-affinity would
            // leave a new pod without a place during an update where there are as many pods as nodes.
            "Serving while a node is away: pods avoid each other",
            objects => objects.Services.Where(pod => !pod.Pod.List("affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution").Any(term =>
                term.Text("podAffinityTerm.topologyKey") == "kubernetes.io/hostname"
                && term.At("podAffinityTerm.labelSelector").Selects(pod.Map("spec.template.metadata.labels")))).Titles,
            objects => objects.Pod().Remove("affinity")),
        new(
            "Serving during an update: the new pod is ready before the old one goes",
            objects => objects.Services.Where(pod => pod.Text("spec.strategy.type") != "RollingUpdate"
                || pod.Number("spec.strategy.rollingUpdate.maxUnavailable") != 0 || pod.Number("spec.strategy.rollingUpdate.maxSurge") is not >= 1).Titles,
            objects => objects.Service()["spec"]!["strategy"]!["type"] = "Recreate"),
        new(
            "Requests in flight: preStop, shutdown and five seconds fit into the grace period",
            objects => objects.Services.Where(pod =>
                (pod.Pod.List("containers").First().Number("lifecycle.preStop.sleep.seconds") is not { } preStop) || preStop < 5
                || preStop + ShutdownSeconds + 5 > pod.Number("spec.template.spec.terminationGracePeriodSeconds")).Titles,
            objects => objects.Pod()["terminationGracePeriodSeconds"] = 30),
        new(
            "Services from batch work of others: they have a priority",
            objects => objects.Workloads.Where(pod => objects.Find("PriorityClass", pod.Text("spec.template.spec.priorityClassName")) is null).Titles,
            objects => objects.Pod().Remove("priorityClassName")),
        new(
            "Pods from nobody's care: none is naked, no job is without an end",
            objects => objects.All.Where(item => item.Kind is "Pod" or "ReplicaSet" or "CronJob" or "Job").Titles,
            objects => objects.All.Add(new JsonObject { ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "shell" } })),
    ];

    private static long ReplicasMin(Objects objects, JsonObject pod) => objects.ScalersOf(pod).FirstOrDefault() is { } scaler
        ? scaler.Number("spec.minReplicas") ?? scaler.Number("spec.minReplicaCount") ?? 1
        : pod.Number("spec.replicas") ?? 1;

    private static JsonObject Scaler(string target) => new()
    {
        ["kind"] = "ScaledObject",
        ["metadata"] = new JsonObject { ["name"] = target },
        ["spec"] = new JsonObject { ["scaleTargetRef"] = new JsonObject { ["name"] = target } },
    };
}
