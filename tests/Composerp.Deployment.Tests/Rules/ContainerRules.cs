using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>What a container is, may use, and is asked.</summary>
internal static class ContainerRules
{
    private static readonly string[] _probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    private static readonly string[] _registries =
        ["composerp/", "docker.io/", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/composerp/", "composerp.azurecr.io/composerp/", "europe-west3-docker.pkg.dev/composerp/composerp/"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Knowing what runs: images have a version",
            objects => objects.Containers.Select(container => container.Text("image") ?? "")
                .Where(image => !image.Split('/')[^1].Contains(':', StringComparison.Ordinal) || image.EndsWith(":latest", StringComparison.Ordinal)),
            objects => objects.Container()["image"] = "composerp/inventory-ledger:latest"),
        new(
            "Trust in what runs: images come from registries that are known",
            objects => objects.Containers.Select(container => container.Text("image") ?? "")
                .Where(image => !_registries.Any(registry => image.StartsWith(registry, StringComparison.Ordinal))),
            objects => objects.Container()["image"] = "quay.io/someone/inventory-ledger:0.1.0"),
        new(
            // kube-score and Polaris want Always. A version is never pushed twice here, so a node that has it has the right one, and
            // starts pods while the registry is away.
            "Starting pods while the registry is away",
            objects => objects.Containers.Where(container => container.Text("imagePullPolicy") != "IfNotPresent").Names,
            objects => objects.Container()["imagePullPolicy"] = "Always"),
        new(
            "The neighbours on a node: processor and memory are asked for and limited",
            objects => objects.Containers.Where(container => !HasResource(container, "cpu") || !HasResource(container, "memory")).Names,
            objects => objects.Container()["resources"]!["limits"]!.AsObject().Remove("memory")),
        new(
            "The node's disk",
            objects => objects.Containers.Where(container => !HasResource(container, "ephemeral-storage")).Names,
            objects => objects.Container()["resources"]!["limits"]!.AsObject().Remove("ephemeral-storage")),
        new(
            "Memory that emptyDir would take from the node",
            objects => objects.Workloads.Where(pod => pod.Pod.List("volumes").Any(volume => volume.At("emptyDir") is { } dir && dir.At("sizeLimit") is null)).Titles,
            objects => objects.Pod()["volumes"]![0]!["emptyDir"] = new JsonObject()),
        new(
            "Callers from pods that cannot serve",
            objects => Without(objects, "readinessProbe"),
            objects => objects.Container().Remove("readinessProbe")),
        new(
            "Callers from processes that hang",
            objects => Without(objects, "livenessProbe"),
            objects => objects.Container().Remove("livenessProbe")),
        new(
            "Slow starts from being taken for hanging",
            objects => Without(objects, "startupProbe"),
            objects => objects.Container().Remove("startupProbe")),
        new(
            "Pods from being restarted because a database is away",
            objects => objects.Services.Where(pod => pod.Pod.List("containers").Any(container =>
                (container.Text("livenessProbe.httpGet.path"), container.Text("readinessProbe.httpGet.path")) is not ("/health", "/ready"))).Titles,
            objects => objects.Container()["livenessProbe"]!["httpGet"]!["path"] = "/ready"),
        new(
            "Probes that reach the container: its own port, by name",
            objects => from container in objects.Containers
                       from probe in _probes
                       let port = container.Text($"{probe}.httpGet.port") ?? container.Text($"{probe}.tcpSocket.port")
                       where port is not null && container.List("ports").All(declared => declared.Text("name") != port)
                       select $"{container.Text("name")}: {probe}",
            objects => objects.Container()["readinessProbe"]!["httpGet"]!["port"] = "web"),
        new(
            "Other hosts from being probed",
            objects => from container in objects.Containers
                       from probe in _probes
                       where container.At($"{probe}.httpGet.host") is not null || container.At($"{probe}.tcpSocket.host") is not null
                       select $"{container.Text("name")}: {probe}",
            objects => objects.Container()["livenessProbe"]!["httpGet"]!["host"] = "example.org"),
        new(
            "Other hosts from being called by hooks",
            objects => from container in objects.Containers
                       from hook in container.Map("lifecycle")
                       where hook.Value.At("httpGet.host") is not null || hook.Value.At("tcpSocket.host") is not null
                       select $"{container.Text("name")}: {hook.Key}",
            objects => objects.Container()["lifecycle"]!["postStart"] = new JsonObject { ["httpGet"] = new JsonObject { ["host"] = "example.org", ["port"] = 80 } }),
        new(
            "Slow answers under load: probes wait for more than a second",
            objects => from pod in objects.Services
                       from container in pod.Pod.List("containers")
                       from probe in _probes
                       where container.Number($"{probe}.timeoutSeconds") is not >= 2
                       select $"{pod.Title}: {probe}",
            objects => objects.Container()["livenessProbe"]!.AsObject().Remove("timeoutSeconds")),
        new(
            "Settings from standing twice",
            objects => from container in objects.Containers
                       from variable in container.Environment.Select(variable => variable.Text("name")).GroupBy(name => name)
                       where variable.Count() > 1
                       select $"{container.Text("name")}: {variable.Key}",
            objects => objects.Container()["env"]!.AsArray().Add(objects.Container()["env"]![0]!.DeepClone())),
        new(
            "The port that probes and Services mean: HTTP_PORTS alone says it",
            objects => from pod in objects.Services
                       from container in pod.Pod.List("containers")
                       let port = container.List("ports").Single(port => port.Text("name") == "http").Text("containerPort")
                       where container.Environment.Any(variable => variable.Text("name") == "ASPNETCORE_URLS")
                          || container.Environment.Single(variable => variable.Text("name") == "HTTP_PORTS").Text("value") != port
                       select pod.Title,
            objects => objects.Container()["env"]!.AsArray().Add(new JsonObject { ["name"] = "ASPNETCORE_URLS", ["value"] = "http://+:8080" })),
        new(
            "Settings from the names of Services",
            objects => objects.Workloads.Where(pod => !pod.Is("spec.template.spec.enableServiceLinks", false)).Titles,
            objects => objects.Pod().Remove("enableServiceLinks")),
        new(
            "Schemas: every start brings the database up to date first, with the same image",
            objects => objects.Services.Where(pod => pod.Pod.List("initContainers").FirstOrDefault() is not { } migrate
                || migrate.List("args").FirstOrDefault()?.ToString() != "migrate"
                || migrate.Text("image") != pod.Pod.List("containers").First().Text("image")).Titles,
            objects => objects.Pod()["initContainers"]![0]!["image"] = "composerp/inventory-ledger:0.0.9"),
    ];

    private static bool HasResource(JsonNode container, string resource) =>
        container.At($"resources.requests.{resource}") is not null && container.At($"resources.limits.{resource}") is not null;

    private static IEnumerable<string> Without(Objects objects, string probe) =>
        objects.Workloads.Where(pod => pod.Pod.List("containers").Any(container => container.At(probe) is null)).Titles;
}
