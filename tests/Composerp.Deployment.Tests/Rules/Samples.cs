using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>A sound deployment, put together without kubectl from the files that an overlay would take.</summary>
internal static class Samples
{
    private static readonly string[] _components =
    [
        "autoscaling/hpa", "entry/ingress", "entry/gateway-api", "cert-manager/for-gateway", "quotas",
        "network-policies", "network-policies/postgres-cnpg", "network-policies/kafka-strimzi", "network-policies/acme",
        "postgres/cnpg", "postgres/cnpg-backup", "kafka/strimzi",
    ];

    private static readonly Lazy<Objects> _sound = new(Make);

    /// <summary>A new one each time, to be broken.</summary>
    public static Objects Sound() => new(_sound.Value.All.Select(item => item.DeepClone().AsObject()));

    private static Objects Make()
    {
        var files = (from file in Directory.EnumerateFiles(Path.Combine(Repository.Kubernetes, "base"), "*.yaml", SearchOption.AllDirectories)
                     where Path.GetFileName(file) != "kustomization.yaml"
                     select File.ReadAllText(file))
            .Concat(from component in _components
                    from file in Directory.EnumerateFiles(Path.Combine(Repository.Kubernetes, "components", component), "*.yaml")
                    where Path.GetFileName(file) is not ("kustomization.yaml" or "connection.yaml")
                    select File.ReadAllText(file));
        var objects = new Objects(files.SelectMany(Yaml.Read));

        objects.All.Add(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "composerp-settings" },
            ["data"] = new JsonObject(SettingsOf("base").Concat(SettingsOf("components/kafka/strimzi")).Select(setting => KeyValuePair.Create(setting[0], (JsonNode?)setting[1]))),
        });
        objects.All.RemoveAll(item => item.Labels.Any(label => label.Value?.ToString() == "model-container"));

        foreach (var item in objects.All.Where(item => item.Kind is not ("Namespace" or "PriorityClass")))
        {
            item["metadata"]!["namespace"] = "composerp";
        }

        foreach (var service in objects.Services)
        {
            service["spec"]!.AsObject().Remove("replicas");

            foreach (var container in service.Containers)
            {
                container["env"] = new JsonArray([.. container.Environment
                    .Where(variable => variable.Text("name") is not ("DATABASE_PASSWORD" or "ConnectionStrings__inventorydb" or "ConnectionStrings__forecastdb" or "ConnectionStrings__replenishmentdb"))
                    .Select(variable => variable.DeepClone())]);
            }
        }

        return objects;
    }

    private static IEnumerable<string[]> SettingsOf(string folder) =>
        from kustomization in Yaml.Read(File.ReadAllText(Path.Combine(Repository.Kubernetes, folder, "kustomization.yaml")))
        from generator in kustomization.List("configMapGenerator")
        from literal in generator.List("literals")
        select literal.ToString().Split('=', 2);

    extension(Objects objects)
    {
        public IEnumerable<JsonNode> Containers => objects.Workloads.SelectMany(pod => pod.Containers);

        public JsonObject Service(string name = "inventory-ledger") => objects.Get("Deployment", name);

        public JsonObject Pod() => objects.Service().Pod!.AsObject();

        public JsonObject Container() => objects.Pod()["containers"]![0]!.AsObject();
    }

    extension(IEnumerable<JsonNode> nodes)
    {
        public IEnumerable<string> Titles => nodes.Select(node => node.Title);

        public IEnumerable<string> Names => nodes.Select(node => node.Text("name") ?? "");
    }
}
