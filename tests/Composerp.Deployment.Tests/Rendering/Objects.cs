using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composerp.Deployment.Tests.Rendering;

/// <summary>The objects of one deployment, as the cluster would get them.</summary>
internal sealed class Objects(IEnumerable<JsonObject> all)
{
    private static readonly string[] _workloads = ["Deployment", "StatefulSet", "DaemonSet"];

    public List<JsonObject> All { get; } = [.. all];

    public IEnumerable<JsonObject> Workloads => All.Where(item => _workloads.Contains(item.Kind));

    /// <summary>The services of the model, without what the development overlay runs beside them.</summary>
    public IEnumerable<JsonObject> Services => Of("Deployment");

    public static Objects Read(string yaml) => new(Yaml.Read(yaml));

    public IEnumerable<JsonObject> Of(string kind) => All.Where(item => item.Kind == kind);

    public JsonObject? Find(string kind, string? name) => Of(kind).FirstOrDefault(item => item.Name == name);

    public JsonObject Get(string kind, string name) =>
        Find(kind, name) ?? throw new InvalidOperationException($"There is no {kind} {name}.");

    /// <summary>What scales a workload: an autoscaler of either sort.</summary>
    public IEnumerable<JsonObject> ScalersOf(JsonObject workload) =>
        from scaler in Of("HorizontalPodAutoscaler").Concat(Of("ScaledObject"))
        where scaler.Text("spec.scaleTargetRef.name") == workload.Name
        select scaler;

    /// <summary>The most pods that a workload has at once: as many as it may grow to, and one more during an update.</summary>
    public long PodsMax(JsonObject workload)
    {
        var scaled = ScalersOf(workload).Select(scaler => scaler.Number("spec.maxReplicas") ?? scaler.Number("spec.maxReplicaCount") ?? 0).ToArray();

        return (scaled.Length > 0 ? scaled.Max() : workload.Number("spec.replicas") ?? 1) + 1;
    }
}

internal static class ObjectReading
{
    extension(JsonNode? node)
    {
        public string Kind => node.Text("kind") ?? "";

        public string Name => node.Text("metadata.name") ?? "";

        public string Title => $"{node.Kind} {node.Name}";

        public IEnumerable<KeyValuePair<string, JsonNode?>> Labels => node.Map("metadata.labels");

        public JsonNode? Pod => node.At("spec.template.spec");

        public IEnumerable<JsonNode> Containers => node.Pod.List("initContainers").Concat(node.Pod.List("containers"));

        public IEnumerable<JsonNode> Environment => node.List("env");

        /// <summary>The value at a path such as "spec.template.spec".</summary>
        public JsonNode? At(string path) => path.Split('.').Aggregate(node, (found, part) => found is JsonObject map ? map[part] : null);

        public string? Text(string path) => node.At(path) is JsonValue value ? value.ToString() : null;

        public long? Number(string path) =>
            node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToString(), out var number) ? number : null;

        public bool Is(string path, bool expected) => node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag == expected;

        public IEnumerable<JsonNode> List(string path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

        public IEnumerable<KeyValuePair<string, JsonNode?>> Map(string path) => node.At(path) as JsonObject ?? [];

        /// <summary>Whether a selector's matchLabels (or a plain map of labels) pick something with these labels.</summary>
        public bool Selects(IEnumerable<KeyValuePair<string, JsonNode?>> labels)
        {
            var wanted = node.At("matchLabels") is JsonObject matched ? matched : node as JsonObject ?? [];

            return wanted.All(pair => labels.Any(label => label.Key == pair.Key && label.Value?.ToString() == pair.Value?.ToString()));
        }
    }
}
