namespace Composerp.Deployment.Tests.Rendering;

public sealed class RenderingTests
{
    private static readonly string[] _entries = ["entry/ingress", "entry/gateway-api"];

    private static readonly string[] _stores = ["aws", "azure", "gcp", "vault"];

    private static readonly string[] _registries = ["docker-hub", "ecr", "acr", "artifact-registry"];

    [Fact]
    public void Every_overlay_is_what_the_api_servers_accept() => AssertStrict(Deployments.Overlays, Deployments.Overlay);

    // Every Postgres with every Kafka, and with them every store, entry, autoscaler and registry in turn.
    [Fact]
    public void Components_go_together() => AssertStrict([.. Combine()], Deployments.With);

    [Fact]
    public void Every_component_is_in_a_combination()
    {
        var combined = Combine().SelectMany(parts => parts).ToHashSet();

        // The two that others include.
        Assert.Equal(["kafka/without-model", "postgres/without-model"], Deployments.Components.Where(component => !combined.Contains(component)));
    }

    [Fact]
    public void Every_folder_says_what_it_is()
    {
        var silent = Deployments.Components.Select(component => $"components/{component}")
            .Concat(Deployments.Overlays.Select(overlay => $"overlays/{overlay}"))
            .Where(folder => !File.Exists(Path.Combine(Repository.Kubernetes, folder, "README.md")));

        Assert.Empty(silent);
    }

    // A changed setting has to reach the pods: the name of the settings carries a checksum, and the pods carry that name.
    [Fact]
    public void A_changed_setting_restarts_the_pods()
    {
        const string Change = """
            configMapGenerator:
            - name: composerp-settings
              behavior: merge
              literals: [Database__PoolSizeMax=11]
            """;
        string[] components = ["postgres/model", "kafka/model", "secrets/local"];

        Assert.NotEqual(SettingsOf(Deployments.With(components)), SettingsOf(Deployments.With(components, Change)));
    }

    [Fact]
    public void What_the_schemas_do_not_know_is_found()
    {
        var yaml = Deployments.Overlay("staging");

        Assert.NotEmpty(StrictValidation.Find(yaml.Replace("minReadySeconds:", "minReadySecond:", StringComparison.Ordinal)));
        Assert.NotEmpty(StrictValidation.Find(yaml.Replace("secretName: composerp-cluster-ca-cert", "secretName: composerp-ca", StringComparison.Ordinal)));
    }

    private static void AssertStrict<T>(IReadOnlyList<T> deployments, Func<T, string> render)
    {
        Deployments.RequireKubectl();
        string[] rendered = [.. deployments.AsParallel().AsOrdered().Select(render)];

        Assert.All(rendered.Select(Objects.Read), objects => Assert.Empty(objects.Of("NetworkPolicy")
            .Where(policy => !NetworkPolicies.SelectsSomething(objects, policy))
            .Select(policy => policy.Name)));

        var findings = StrictValidation.Find(rendered);
        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(20)));
    }

    private static string SettingsOf(string yaml)
    {
        var names = Objects.Read(yaml).Services
            .SelectMany(service => service.Containers)
            .SelectMany(container => container.List("envFrom"))
            .Select(source => source.Text("configMapRef.name"))
            .Distinct();

        return Assert.Single(names) ?? "";
    }

    private static IEnumerable<string[]> Combine()
    {
        var n = 0;

        foreach (var postgres in Deployments.Components.Where(component => component.StartsWith("postgres/", StringComparison.Ordinal)))
        {
            if (postgres is "postgres/without-model" or "postgres/cnpg-backup")
            {
                continue;
            }

            foreach (var kafka in Deployments.Components.Where(component => component.StartsWith("kafka/", StringComparison.Ordinal)))
            {
                if (kafka != "kafka/without-model")
                {
                    yield return [.. Around(postgres, kafka, n++)];
                }
            }
        }
    }

    private static IEnumerable<string> Around(string postgres, string kafka, int n)
    {
        var hasSasl = kafka is not ("kafka/model" or "kafka/strimzi");
        var isManagedKafka = hasSasl && kafka != "kafka/confluent";
        string[] secrets =
        [
            .. postgres == "postgres/managed" ? (string[])["database"] : [],
            .. hasSasl ? (string[])["kafka"] : [],
        ];

        // Every fifth by hand, the others from a store.
        var isPlain = n % 5 == 0;

        return
        [
            $"registry/{_registries[n % _registries.Length]}",
            postgres,
            .. postgres == "postgres/cnpg" ? (string[])["postgres/cnpg-backup"] : [],
            kafka,
            .. postgres == "postgres/model" ? (string[])["secrets/local"] : [],
            .. secrets.Length > 0 && !isPlain ? (string[])[$"secrets/{_stores[n % _stores.Length]}"] : [],
            .. secrets.Select(part => $"secrets/{(isPlain ? "plain" : "external")}-{part}"),
            (kafka, n % 2) switch
            {
                (_, 0) => "autoscaling/hpa",
                ("kafka/model", _) => "autoscaling/keda",
                ("kafka/strimzi", _) => "autoscaling/keda-strimzi",
                _ => "autoscaling/keda-sasl",
            },
            _entries[n % 2],
            n % 2 == 0 ? "cert-manager/for-ingress" : "cert-manager/for-gateway",
            "network-policies",
            $"network-policies/postgres-{postgres["postgres/".Length..]}",
            isManagedKafka ? "network-policies/kafka-managed" : $"network-policies/kafka-{kafka["kafka/".Length..]}",
            "network-policies/acme",
            "quotas",
        ];
    }
}
