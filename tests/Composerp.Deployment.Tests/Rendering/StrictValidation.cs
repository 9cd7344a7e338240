using System.Text.Json.Nodes;

namespace Composerp.Deployment.Tests.Rendering;

/// <summary>Schemas of Kubernetes and of the operators, which may lie beside the repository with a program that checks against them.</summary>
internal static class StrictValidation
{
    private static readonly string _schemas = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "kubernetes", "schemas"));

    private static readonly Lazy<string?> _validator = new(Prepare);

    /// <summary>The package.json beside which the packages of npm lie; null where they are not to be had.</summary>
    public static string? Packages => Directory.Exists(_schemas) && _validator.Value is { } validator
        ? Path.Combine(Path.GetDirectoryName(validator) ?? "", "package.json")
        : null;

    /// <summary>What is wrong with a deployment: unknown fields, wrong values, links that lead nowhere.</summary>
    public static IReadOnlyList<string> Find(string yaml) => Find([yaml]);

    /// <remarks>
    /// All in one go, since reading the schemas is what takes time: each deployment in a namespace of its own, within which
    /// links lead. Of the cluster's own objects, which are the same everywhere, those of the first are looked at.
    /// </remarks>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> deployments)
    {
        Assert.SkipUnless(Directory.Exists(_schemas), $"The schemas are not beside the repository ({_schemas}).");
        Assert.SkipWhen(_validator.Value is null, "node and npm, which check against the schemas, are not here or bring no packages.");

        using var node = Deployments.Start(
            "node", [_validator.Value!, "--schemas", _schemas, "--links", "error", "--require-namespace", "--json"]);
        Assert.NotNull(node);
        var findings = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        var isFirst = true;

        foreach (var (index, deployment) in deployments.Index())
        {
            foreach (var document in deployment.Split("\n---\n"))
            {
                if (isFirst || !document.Split('\n').Any(line => line is "kind: Namespace" or "kind: PriorityClass"))
                {
                    node.StandardInput.Write($"{document}\n".Replace("\n  namespace: composerp\n", $"\n  namespace: composerp-{index}\n", StringComparison.Ordinal));
                    node.StandardInput.Write("---\n");
                }
            }

            isFirst = false;
        }

        node.StandardInput.Close();
        node.WaitForExit();

        Assert.True(node.ExitCode is 0 or 1, errors.Result);

        return
        [
            .. from line in findings.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let finding = JsonNode.Parse(line)
               where !IsPolicyForPodsOfAnOperator(finding)
               select line,
        ];
    }

    // Pods that an operator makes are in no stream; NetworkRules holds that what their policies select is a cluster that is.
    private static bool IsPolicyForPodsOfAnOperator(JsonNode finding) =>
        finding.Text("message") == "selects no pod template in the stream"
        && NetworkPolicies.OfOperators.Contains(finding.Text("where")?.Split('/')[^1]);

    private static string? Prepare()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "kubernetes-schemas")).FullName;
        var validator = Path.Combine(folder, "validate.mjs");
        File.Copy(Path.Combine(_schemas, "package.json"), Path.Combine(folder, "package.json"), overwrite: true);
        File.Copy(Path.Combine(_schemas, "validate.mjs"), validator, overwrite: true);

        if (!Directory.Exists(Path.Combine(folder, "node_modules", "ajv")))
        {
            using var npm = Deployments.Start("npm", ["install", "--no-package-lock", "--silent"], folder);

            if (npm is null)
            {
                return null;
            }

            var output = npm.StandardOutput.ReadToEndAsync();
            npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            _ = output.Result;
        }

        return Directory.Exists(Path.Combine(folder, "node_modules", "ajv")) ? validator : null;
    }
}

/// <summary>Policies whose pods are not in the stream, and the object there that makes them.</summary>
internal static class NetworkPolicies
{
    private static readonly Dictionary<string, (string Kind, string Name)> _makers = new()
    {
        ["inventory-ledger-db"] = ("Cluster", "inventory-ledger-db"),
        ["forecasting-db"] = ("Cluster", "forecasting-db"),
        ["replenishment-db"] = ("Cluster", "replenishment-db"),
        ["composerp-postgres"] = ("PostgresCluster|postgresql", "composerp-postgres"),
        ["composerp-kafka"] = ("Kafka", "composerp"),
        ["kafka"] = ("Kafka", "kafka"),
        ["kraftcontroller"] = ("KRaftController", "kraftcontroller"),

        // cert-manager makes the pod that proves a host; whoever implements the class of the entry makes its gateway.
        ["acme-solver"] = ("Issuer", "letsencrypt-production"),
        ["api-gateway"] = ("Ingress|Gateway", "composerp"),
    };

    public static IReadOnlyCollection<string> OfOperators => _makers.Keys;

    /// <summary>Whether the policy's pods come: they are in the stream, or what makes them is.</summary>
    public static bool SelectsSomething(Objects objects, JsonObject policy) =>
        objects.Workloads.Any(workload => policy.At("spec.podSelector").Selects(workload.Map("spec.template.metadata.labels")))
        || (_makers.TryGetValue(policy.Name, out var maker) && maker.Kind.Split('|').Any(kind => objects.Find(kind, maker.Name) is not null));
}
