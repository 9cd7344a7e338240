using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Nothing more is allowed than what is needed: the restricted Pod Security standard, and beyond.</summary>
internal static partial class SecurityRules
{
    private static readonly string[] _volumes =
        ["configMap", "downwardAPI", "emptyDir", "projected", "secret", "csi", "persistentVolumeClaim", "ephemeral", "image"];

    private static readonly string[] _hostSettings =
        ["procMount", "seLinuxOptions", "windowsOptions", "appArmorProfile"];

    private static readonly string[] _credentialKinds = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "The node from processes that run as root",
            objects => objects.Workloads.Where(pod => !pod.Is("spec.template.spec.securityContext.runAsNonRoot", true)
                || pod.Number("spec.template.spec.securityContext.runAsUser") is null or 0).Titles,
            objects => objects.Pod()["securityContext"]!["runAsNonRoot"] = false),
        new(
            "The node from containers that take back what their pod promises",
            objects => objects.Containers.Where(container => container.Is("securityContext.runAsNonRoot", false)
                || container.Number("securityContext.runAsUser") is < 10_000 || container.Number("securityContext.runAsGroup") is < 10_000
                || container.Text("securityContext.seccompProfile.type") is "Unconfined").Names,
            objects => objects.Container()["securityContext"]!["runAsUser"] = 0),
        new(
            // kube-score wants ids that no user of the node has. Images of .NET use 1654; theirs and ours can be read by anybody, so
            // the higher id is taken. The development containers keep the users of their images.
            "The node from ids that its own users have",
            objects => objects.Services.Where(pod => new[] { "runAsUser", "runAsGroup", "fsGroup" }
                .Any(id => pod.Number($"spec.template.spec.securityContext.{id}") is not >= 10_000)).Titles,
            objects => objects.Pod()["securityContext"]!["runAsUser"] = 1654),
        new(
            "Files of the image from being changed",
            objects => objects.Containers.Where(container => container.Text("name") != "kafka" && !container.Is("securityContext.readOnlyRootFilesystem", true)).Names,
            objects => objects.Container()["securityContext"]!["readOnlyRootFilesystem"] = false),
        new(
            "The node from processes that gain rights",
            objects => objects.Containers.Where(container => !container.Is("securityContext.allowPrivilegeEscalation", false)).Names,
            objects => objects.Container()["securityContext"]!.AsObject().Remove("allowPrivilegeEscalation")),
        new(
            "The kernel from capabilities that nobody needs",
            objects => objects.Containers.Where(container => container.List("securityContext.capabilities.drop").All(dropped => dropped.ToString() != "ALL")
                || container.List("securityContext.capabilities.add").Any(added => added.ToString() != "NET_BIND_SERVICE")).Names,
            objects => objects.Container()["securityContext"]!["capabilities"] = new JsonObject()),
        new(
            "The kernel from calls that nobody needs",
            objects => objects.Workloads.Where(pod => pod.Text("spec.template.spec.securityContext.seccompProfile.type") is not ("RuntimeDefault" or "Localhost")).Titles,
            objects => objects.Pod()["securityContext"]!["seccompProfile"]!["type"] = "Unconfined"),
        new(
            "The node from privileged containers",
            objects => objects.Containers.Where(container => container.Is("securityContext.privileged", true)).Names,
            objects => objects.Container()["securityContext"]!["privileged"] = true),
        new(
            "The node's processes and network",
            objects => objects.Workloads.Where(pod => new[] { "hostPID", "hostIPC", "hostNetwork" }
                .Any(host => pod.Is($"spec.template.spec.{host}", true))).Titles,
            objects => objects.Pod()["hostNetwork"] = true),
        new(
            "The node's files: only volumes of the restricted standard",
            objects => from pod in objects.Workloads
                       from volume in pod.Pod.List("volumes")
                       from kind in volume.AsObject().Select(part => part.Key)
                       where kind != "name" && !_volumes.Contains(kind)
                       select $"{pod.Title}: {kind}",
            objects => objects.Pod()["volumes"]!.AsArray().Add(new JsonObject { ["name"] = "run", ["hostPath"] = new JsonObject { ["path"] = "/run" } })),
        new(
            "The node's ports",
            objects => objects.Containers.Where(container => container.List("ports").Any(port => port.At("hostPort") is not null)).Names,
            objects => objects.Container()["ports"]![0]!["hostPort"] = 3000),
        new(
            "What the kernel hides: no settings of the host for a pod",
            objects => objects.Workloads.Where(pod => pod.Containers.Prepend(pod.Pod!)
                .Any(part => _hostSettings.Any(setting => part.At($"securityContext.{setting}") is not null))).Titles,
            objects => objects.Container()["securityContext"]!["procMount"] = "Unmasked"),
        new(
            "What the kernel hides: no sysctls and no SELinux roles for a pod",
            objects => objects.Workloads.Where(pod => pod.At("spec.template.spec.securityContext.sysctls") is not null
                || pod.At("spec.template.spec.securityContext.seLinuxOptions") is not null).Titles,
            objects => objects.Pod()["securityContext"]!["sysctls"] = new JsonArray(new JsonObject { ["name"] = "kernel.shm_rmid_forced", ["value"] = "1" })),
        new(
            "The cluster's API from services: no token is mounted",
            objects => objects.Workloads.Where(pod => !pod.Is("spec.template.spec.automountServiceAccountToken", false)).Titles
                .Concat(objects.Of("ServiceAccount").Where(account => !account.Is("automountServiceAccountToken", false)).Titles),
            objects => objects.Pod().Remove("automountServiceAccountToken")),
        new(
            "The cluster's API from services: no role is given to anybody",
            objects => objects.All.Where(item => _credentialKinds.Contains(item.Kind)).Titles,
            objects => objects.All.Add(new JsonObject { ["kind"] = "ClusterRoleBinding", ["metadata"] = new JsonObject { ["name"] = "all" } })),
        new(
            "One service from the rights of another: each has its own account",
            objects => objects.Services.Where(pod => pod.Text("spec.template.spec.serviceAccountName") != pod.Name
                || pod.At("spec.template.spec.serviceAccount") is not null
                || objects.Find("ServiceAccount", pod.Name) is null).Titles,
            objects => objects.Pod()["serviceAccountName"] = "default"),
        new(
            "Secrets from being read in settings",
            objects => (from item in objects.Of("ConfigMap")
                        from value in item.Map("data")
                        where LooksSecret(value.Key, value.Value?.ToString())
                        select $"{item.Title}: {value.Key}")
                .Concat(from pod in objects.Workloads
                        from container in pod.Containers
                        from variable in container.Environment
                        where LooksSecret(variable.Text("name") ?? "", variable.Text("value"))
                        select $"{pod.Title}: {variable.Text("name")}"),
            objects => objects.Container()["env"]!.AsArray().Add(new JsonObject { ["name"] = "ConnectionStrings__db", ["value"] = "Host=a;Password=open" })),
        new(
            // C-0207 wants secrets as files. They are, but for one: where an operator makes user and password, but no connection
            // string, Kubernetes puts the password into it from this variable.
            "Secrets from the environment, which children and dumps inherit",
            objects => from pod in objects.Workloads
                       from container in pod.Containers
                       where container.List("envFrom").Any(source => source.At("secretRef") is not null)
                          || container.Environment.Any(variable => variable.At("valueFrom.secretKeyRef") is not null && variable.Text("name") != "DATABASE_PASSWORD")
                       select $"{pod.Title}: {container.Text("name")}",
            objects => objects.Container()["envFrom"]!.AsArray().Add(new JsonObject { ["secretRef"] = new JsonObject { ["name"] = "all" } })),
        new(
            "The namespace from pods that break the standard",
            objects => objects.Of("Namespace").Where(space => PodSecurityOf(space) != (OperatorRules.NeedsBaseline(objects) ? "baseline" : "restricted")).Titles,
            objects => objects.Get("Namespace", "composerp")["metadata"]!["labels"]!.AsObject().Remove("pod-security.kubernetes.io/enforce")),
    ];

    public static string? PodSecurityOf(JsonNode space) =>
        space.Labels.FirstOrDefault(label => label.Key == "pod-security.kubernetes.io/enforce").Value?.ToString();

    // A reference is no value: $(DATABASE_PASSWORD).
    private static bool LooksSecret(string name, string? value) =>
        !string.IsNullOrEmpty(value)
        && !value.StartsWith("$(", StringComparison.Ordinal)
        && (SecretName().IsMatch(name) || SecretValue().IsMatch(value));

    [GeneratedRegex("(password|passwd|secret|token|apikey|privatekey|credential)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(password|passwd|secret|token)\s*=\s*(?!\$\()[^;\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();
}
