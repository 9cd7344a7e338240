namespace Composerp.Deployment.Tests.Rendering;

/// <summary>Every Postgres with every Kafka, and with them every store, entry, autoscaler and registry in turn.</summary>
internal static class Combinations
{
    private static readonly string[] _entries = ["entry/ingress", "entry/gateway-api"];

    private static readonly string[] _stores = ["aws", "azure", "gcp", "vault"];

    private static readonly string[] _registries = ["docker-hub", "ecr", "acr", "artifact-registry"];

    public static IReadOnlyList<IReadOnlyList<string>> All { get; } = [.. Combine()];

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

        // Every fifth by hand, the others from a store. In steps that differ, so that no two choices always go together.
        var isPlain = n % 5 == 0;
        var isByLag = (n + (n / 6)) % 2 == 1;
        var entry = n / 2 % 2;

        return
        [
            $"registry/{_registries[n % _registries.Length]}",
            postgres,
            .. postgres == "postgres/cnpg" ? (string[])["postgres/cnpg-backup"] : [],
            kafka,
            .. postgres == "postgres/model" ? (string[])["secrets/local"] : [],
            .. secrets.Length > 0 && !isPlain ? (string[])[$"secrets/{_stores[n % _stores.Length]}"] : [],
            .. secrets.Select(part => $"secrets/{(isPlain ? "plain" : "external")}-{part}"),
            (kafka, isByLag) switch
            {
                (_, false) => "autoscaling/hpa",
                ("kafka/model", _) => "autoscaling/keda",
                ("kafka/strimzi", _) => "autoscaling/keda-strimzi",
                _ => "autoscaling/keda-sasl",
            },
            _entries[entry],
            entry == 0 ? "cert-manager/for-ingress" : "cert-manager/for-gateway",
            "network-policies",
            $"network-policies/postgres-{postgres["postgres/".Length..]}",
            isManagedKafka ? "network-policies/kafka-managed" : $"network-policies/kafka-{kafka["kafka/".Length..]}",
            "network-policies/acme",
            "quotas",
        ];
    }
}
