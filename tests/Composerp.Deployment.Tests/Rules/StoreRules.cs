using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composerp.Contracts;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Databases and brokers: who they are is checked, what they hold is copied, and there are enough connections.</summary>
internal static partial class StoreRules
{
    /// <summary>Beside its pool a pod has the relay's session, and one that looks whether it may have it.</summary>
    private const int DirectConnections = 2;

    /// <summary>What deploy/README.md asks of a managed server, and what servers keep for their administrators.</summary>
    private const int ManagedConnectionsMax = 500, Reserved = 3;

    private static readonly string[] _topics = [Topics.Inventory, Topics.Forecast, Topics.Replenishment, Topics.Integration];

    private static readonly string[] _copies = ["default.replication.factor=3", "min.insync.replicas=2", "auto.create.topics.enable=false"];

    private static readonly string[] _reading = ["Describe", "Read"], _writing = ["Describe", "Write"];

    public static Rule EnoughConnections { get; } = new(
        "The database from more connections than it has",
        objects => from server in ServersOf(objects)
                   let wanted = server.Users.Sum(pod => objects.PodsMax(pod) * (PoolSize(objects) + DirectConnections))
                   where wanted > server.ConnectionsMax - Reserved
                   select $"{server.Name}: {wanted} of {server.ConnectionsMax}",
        objects => objects.Of("ConfigMap").Concat(objects.Of("HorizontalPodAutoscaler")).OfType<JsonObject>().ToList()
            .ForEach(item => { if (item.Kind == "HorizontalPodAutoscaler") { item["spec"]!["maxReplicas"] = 30; } }));

    public static IReadOnlyList<Rule> All { get; } =
    [
        EnoughConnections,
        new(
            "Data on the way to the database: the server is checked",
            objects => ConnectionStringsOf(objects).Where(text => !text.Contains("SSL Mode=VerifyFull;Root Certificate=/", StringComparison.Ordinal)),
            objects => objects.Container()["env"]!.AsArray().Add(new JsonObject { ["name"] = "ConnectionStrings__inventorydb", ["value"] = "Host=a;SSL Mode=Require" }),
            InDevelopment: false),
        new(
            "Data on the way to the brokers: encrypted, and everybody says who they are",
            objects => Setting(objects, "Kafka__Config__SecurityProtocol") is "SaslSsl" or "Ssl" ? [] : ["Kafka is spoken in the clear"],
            objects => objects.All.RemoveAll(item => item.Kind == "ConfigMap"),
            InDevelopment: false),
        new(
            "Events from a lost broker: three copies, two before a write counts",
            objects => objects.Of("Kafka").Where(kafka => kafka.Text("apiVersion") == "kafka.strimzi.io/v1" && (
                    (kafka.At("spec.kafka.config") is not { } config)
                    || config["default.replication.factor"]?.ToString() != "3" || config["min.insync.replicas"]?.ToString() != "2"
                    || config["auto.create.topics.enable"]?.ToString() != "false")).Titles
                .Concat(objects.Of("Kafka").Where(kafka => kafka.At("spec.configOverrides") is not null
                    && _copies.Any(setting => !kafka.List("spec.configOverrides.server").Any(given => given.ToString() == setting))).Titles)
                .Concat(objects.Of("KafkaTopic").Where(topic => topic.Number("spec.replicas") != 3).Titles)
                .Concat(objects.Of("KafkaNodePool").Where(pool => pool.Number("spec.replicas") is not >= 3).Titles),
            objects => objects.Get("KafkaTopic", Topics.Inventory)["spec"]!["replicas"] = 1),
        new(
            "Brokers from callers without a certificate: no other listener",
            objects => objects.Of("Kafka").Where(kafka => kafka.List("spec.kafka.listeners").Any(listener =>
                !listener.Is("tls", true) || listener.Text("authentication.type") != "tls")).Titles,
            objects => objects.Get("Kafka", "composerp")["spec"]!["kafka"]!["listeners"]![0]!["tls"] = false),
        new(
            "Events from going to topics that nobody reads: names are those of the contracts",
            objects =>
            {
                var made = objects.Of("KafkaTopic").Select(topic => topic.Name).Order(StringComparer.Ordinal).ToArray();
                var wanted = _topics.Concat(_topics.Select(topic => $"{topic}.dead-letter")).Order(StringComparer.Ordinal);

                return made.Length == 0 || made.SequenceEqual(wanted) ? [] : [string.Join(", ", made)];
            },
            objects => objects.Get("KafkaTopic", Topics.Inventory)["metadata"]!["name"] = "inventory.events"),
        new(
            "Partitions: as many in every topic as the services would make",
            objects => objects.Of("KafkaTopic").Where(topic => _topics.Contains(topic.Name)
                && (topic.Number("spec.partitions") ?? topic.Number("spec.partitionCount")) != 12).Titles,
            objects => objects.Get("KafkaTopic", Topics.Inventory)["spec"]!["partitions"] = 3),
        new(
            "Topics from services that have no business with them",
            objects => from user in objects.Of("KafkaUser")
                       let granted = user.List("spec.authorization.acls").Select(Grant).Order(StringComparer.Ordinal).ToArray()
                       let wanted = GrantsOf(user.Name).Order(StringComparer.Ordinal).ToArray()
                       where !granted.SequenceEqual(wanted)
                       select $"{user.Name}: {string.Join("; ", granted.Except(wanted).Concat(wanted.Except(granted)))}",
            objects => objects.Get("KafkaUser", "forecasting")["spec"]!["authorization"]!["acls"]![0]!["operations"] = new JsonArray("All")),
        new(
            "Stores from a lost zone: three of each, over the zones",
            objects => from store in objects.Of("Cluster").Concat(objects.Of("postgresql")).Concat(objects.Of("PostgresCluster").SelectMany(cluster => cluster.List("spec.instances")))
                           .Concat(objects.Of("KafkaNodePool").Select(pool => pool.At("spec")!))
                           .Concat(objects.All.Where(item => item.At("spec.podTemplate") is not null).Select(item => item.At("spec")!))
                       let spreads = store.List("spec.topologySpreadConstraints").Concat(store.List("topologySpreadConstraints"))
                           .Concat(store.List("template.pod.topologySpreadConstraints")).Concat(store.List("podTemplate.topologySpreadConstraints"))
                       let copies = store.Number("spec.instances") ?? store.Number("spec.numberOfInstances") ?? store.Number("replicas")
                       where copies is not >= 3 || !spreads.Any(spread => spread.Text("topologyKey") == "topology.kubernetes.io/zone" && spread.Text("whenUnsatisfiable") == "DoNotSchedule")
                       select $"{store.Title}: {copies}",
            objects => objects.Get("KafkaNodePool", "broker")["spec"]!["replicas"] = 1),
    ];

    public static string? Setting(Objects objects, string name) => objects.Of("ConfigMap")
        .Where(settings => settings.Name.StartsWith("composerp-settings", StringComparison.Ordinal))
        .Select(settings => settings.At("data")?[name]?.ToString())
        .FirstOrDefault(value => value is not null);

    /// <summary>What services are told of databases: by a variable, or by a secret that is made from a template.</summary>
    public static IEnumerable<string> ConnectionStringsOf(Objects objects) =>
        (from pod in objects.Services
         from container in pod.Containers
         from variable in container.Environment
         where DatabaseVariable().IsMatch(variable.Text("name") ?? "")
         select variable.Text("value") ?? "")
        .Concat(from secret in objects.Of("ExternalSecret")
                from entry in secret.Map("spec.target.template.data")
                where DatabaseVariable().IsMatch(entry.Key)
                select entry.Value?.ToString() ?? "");

    private static long PoolSize(Objects objects) => long.Parse(Setting(objects, "Database__PoolSizeMax") ?? "12", null);

    private static IEnumerable<(string Name, long ConnectionsMax, IEnumerable<JsonObject> Users)> ServersOf(Objects objects)
    {
        var clusters = objects.Of("Cluster").ToArray();

        if (clusters.Length > 0)
        {
            return clusters.Select(cluster => (
                cluster.Name,
                long.Parse(cluster.Text("spec.postgresql.parameters.max_connections") ?? "0", null),
                objects.Services.Where(pod => cluster.Name == $"{pod.Name}-db")));
        }

        var connectionsMax = objects.Find("PostgresCluster", "composerp-postgres")?.Number("spec.config.parameters.max_connections")
            ?? (objects.Find("postgresql", "composerp-postgres")?.Text("spec.postgresql.parameters.max_connections") is { } text ? long.Parse(text, null) : (long?)null)
            ?? (objects.Find("StatefulSet", "postgres") is { } model ? MaxConnectionsOf(model) : ManagedConnectionsMax);

        return [("postgres", connectionsMax, objects.Services)];
    }

    private static long MaxConnectionsOf(JsonObject model) => model.Containers
        .SelectMany(container => container.List("args"))
        .Where(argument => argument.ToString().StartsWith("max_connections=", StringComparison.Ordinal))
        .Select(argument => long.Parse(argument.ToString()["max_connections=".Length..], null))
        .Single();

    // What a service writes: its own topic; what it reads: those of the services that it follows, and of those the dead letters.
    private static IEnumerable<string> GrantsOf(string service)
    {
        string[] reads = service switch
        {
            "inventory-ledger" => [Topics.Integration, .. NetworkRules.CalledBy(service).Select(TopicOf)],
            _ => [.. NetworkRules.CalledBy(service).Select(TopicOf)],
        };

        return
        [
            $"topic {TopicOf(service)} literal {string.Join(',', _writing)}",
            $"group {service} prefix {string.Join(',', _reading)}",
            .. reads.Select(topic => $"topic {topic} literal {string.Join(',', _reading)}"),
            .. reads.Select(topic => $"topic {topic}.dead-letter literal {string.Join(',', _writing)}"),
        ];
    }

    public static string TopicOf(string service) => service switch
    {
        "inventory-ledger" => Topics.Inventory,
        "forecasting" => Topics.Forecast,
        "replenishment" => Topics.Replenishment,
        _ => throw new InvalidOperationException($"{service} has no topic."),
    };

    private static string Grant(JsonNode acl) =>
        $"{acl.Text("resource.type")} {acl.Text("resource.name")} {acl.Text("resource.patternType")} {string.Join(',', acl.List("operations"))}";

    [GeneratedRegex(@"^ConnectionStrings__\w+db(-direct)?$")]
    private static partial Regex DatabaseVariable();
}
