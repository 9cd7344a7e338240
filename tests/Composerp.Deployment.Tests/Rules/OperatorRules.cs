using System.Text.Json.Nodes;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>What operators make of their objects gets along with the namespace, its policies and the services.</summary>
/// <remarks>CloudNativePG and Crunchy keep to the restricted standard by themselves.</remarks>
internal static class OperatorRules
{
    private static readonly string[] _solvers = ["http01.ingress", "http01.gatewayHTTPRoute"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Brokers from being refused by the namespace's standard",
            objects => from pod in SecurityOf(objects)
                       where !IsRestricted(pod.Context)
                       select pod.Name,
            objects => objects.Get("KafkaNodePool", "broker")["spec"]!["template"]!.AsObject().Remove("initContainer")),
        new(
            // A listener without peers: the operator's own policy admits everybody, and policies only add up.
            "Brokers from callers that the operator's own policy admits",
            objects => from kafka in objects.Of("Kafka")
                       from listener in kafka.List("spec.kafka.listeners")
                       where !listener.List("networkPolicyPeers").Select(peer => peer.ToJsonString())
                           .SequenceEqual(objects.Find("NetworkPolicy", "composerp-kafka")?.List("spec.ingress").First().List("from").Select(peer => peer.ToJsonString())
                               ?? listener.List("networkPolicyPeers").Select(peer => peer.ToJsonString()).DefaultIfEmpty("nobody is named"))
                       select $"{kafka.Title}: {listener.Text("name")}",
            objects => objects.Get("Kafka", "composerp")["spec"]!["kafka"]!["listeners"]![0]!.AsObject().Remove("networkPolicyPeers")),
        new(
            // cert-manager's default is a NodePort, of which the quota allows none.
            "Certificates: the proof of a domain is a Service for inside",
            objects => from issuer in objects.Of("Issuer")
                       from solver in issuer.List("spec.acme.solvers")
                       where _solvers.All(kind => solver.Text($"{kind}.serviceType") != "ClusterIP")
                       select issuer.Title,
            objects => objects.Get("Issuer", "letsencrypt-production")["spec"]!["acme"]!["solvers"]![0]!["http01"]!["gatewayHTTPRoute"]!.AsObject().Remove("serviceType")),
        new(
            "Migrations: the user of a database may make tables in it",
            objects => objects.Of("Cluster").Where(cluster => string.IsNullOrEmpty(cluster.Text("spec.bootstrap.initdb.owner"))).Titles
                .Concat(objects.Of("postgresql").Where(cluster => cluster.Map("spec.databases").Any(database =>
                    cluster.At("spec.users")?[database.Value?.ToString() ?? ""] is null)).Titles)
                .Concat(objects.Of("PostgresCluster").Where(cluster =>
                    cluster.At("metadata.annotations")?["postgres-operator.crunchydata.com/autoCreateUserSchema"]?.ToString() != "true").Titles),
            objects => objects.Get("Cluster", "inventory-ledger-db")["spec"]!["bootstrap"]!["initdb"]!.AsObject().Remove("owner")),
        new(
            // CloudNativePG and Zalando draw letters and digits only.
            "Connection strings from passwords with a semicolon",
            objects => from cluster in objects.Of("PostgresCluster")
                       from user in cluster.List("spec.users")
                       where user.Text("password.type") != "AlphaNumeric"
                       select $"{cluster.Title}: {user.Text("name")}",
            objects => objects.All.Add(Yaml.Read("kind: PostgresCluster\nmetadata: {name: a}\nspec: {users: [{name: inventory}]}").Single())),
        new(
            // CloudNativePG counts seconds first; with five fields it would run every minute of an hour, or never.
            "Backups: once a night, by the clock of the operator that makes them",
            objects => objects.Of("ScheduledBackup").Where(backup => Fields(backup.Text("spec.schedule")) != 6).Titles
                .Concat(from cluster in objects.Of("PostgresCluster")
                        from repository in cluster.List("spec.backups.pgbackrest.repos")
                        from schedule in repository.Map("schedules")
                        where Fields(schedule.Value?.ToString()) != 5
                        select $"{cluster.Title}: {schedule.Key}"),
            objects => objects.Get("ScheduledBackup", "forecasting-db-nightly")["spec"]!["schedule"] = "0 1 * * *"),
        new(
            "Autoscalers from asking a name that KEDA's namespace does not know",
            objects => from scaler in objects.Of("ScaledObject")
                       from trigger in scaler.List("spec.triggers")
                       where trigger.Text("type") == "kafka"
                       let asked = (trigger.Text("metadata.bootstrapServers") ?? "").Split(':')
                       where !asked[0].Contains('.', StringComparison.Ordinal) || !IsTheirs(objects, scaler.Name, asked)
                       select $"{scaler.Title}: {string.Join(':', asked)}",
            objects => objects.All.Add(Yaml.Read("""
                kind: ScaledObject
                metadata: {name: forecasting}
                spec: {scaleTargetRef: {name: forecasting}, triggers: [{type: kafka, metadata: {bootstrapServers: "composerp-kafka-bootstrap:9093"}}]}
                """).Single())),
        new(
            "Autoscalers from standing before the brokers without a login",
            objects => from login in objects.Of("TriggerAuthentication")
                       from reference in login.List("spec.secretTargetRef")
                       where !SecretsOf(objects).Contains(reference.Text("name"))
                       select $"{login.Title}: {reference.Text("name")}",
            objects => objects.All.Add(Yaml.Read("kind: TriggerAuthentication\nmetadata: {name: a}\nspec: {secretTargetRef: [{parameter: ca, name: kafka-ca, key: ca.crt}]}").Single())),
    ];

    /// <summary>Zalando's operator can say neither of seccomp nor of capabilities what the restricted standard asks for.</summary>
    public static bool NeedsBaseline(Objects objects) => objects.Of("postgresql").Any();

    private static IEnumerable<(string Name, JsonNode? Context)> SecurityOf(Objects objects) =>
        (from pool in objects.Of("KafkaNodePool")
         from container in new[] { "kafkaContainer", "initContainer" }
         select (Name: $"{pool.Title}: {container}", Context: pool.At($"spec.template.{container}.securityContext")))
        .Concat(from kafka in objects.Of("Kafka").Where(kafka => kafka.At("spec.kafka") is not null)
                from container in new[]
                {
                    "entityOperator.template.topicOperatorContainer", "entityOperator.template.userOperatorContainer",
                    "cruiseControl.template.cruiseControlContainer", "kafkaExporter.template.container",
                }
                select ($"{kafka.Title}: {container}", kafka.At($"spec.{container}.securityContext")))
        .Concat(from item in objects.All
                where item.At("spec.podTemplate") is not null
                select (item.Title, (JsonNode?)Merge(item.At("spec.podTemplate.podSecurityContext"), item.At("spec.podTemplate.securityContext"))));

    private static JsonObject Merge(JsonNode? pod, JsonNode? container) =>
        new((pod as JsonObject ?? []).Concat(container as JsonObject ?? []).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone())));

    private static bool IsRestricted(JsonNode? context) =>
        context.Is("allowPrivilegeEscalation", false) && context.Is("runAsNonRoot", true)
        && context.Text("seccompProfile.type") == "RuntimeDefault"
        && context.List("capabilities.drop").Any(dropped => dropped.ToString() == "ALL");

    // Where the service's own address is in the open, it is the same one, whole.
    private static bool IsTheirs(Objects objects, string service, string[] asked)
    {
        var own = objects.Find("Deployment", service)?.Containers.Last().Environment
            .FirstOrDefault(variable => variable.Text("name") == "ConnectionStrings__kafka").Text("value")?.Split(':');

        return own is null || (own[0].Split('.')[0] == asked[0].Split('.')[0] && own[^1] == asked[^1]);
    }

    private static HashSet<string?> SecretsOf(Objects objects) =>
    [
        .. objects.Of("Secret").Select(secret => secret.Name),
        .. objects.Of("ExternalSecret").Select(secret => secret.Text("spec.target.name")),
        .. objects.Of("KafkaUser").Select(user => user.Name),
        .. objects.Of("Kafka").Select(kafka => $"{kafka.Name}-cluster-ca-cert"),
    ];

    private static int Fields(string? schedule) => schedule?.Split(' ').Length ?? 0;
}
