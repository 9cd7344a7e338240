using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Composerp.Embedded.Running;

namespace Aspire.Hosting;

/// <summary>Kafka: a container where it is deployed, librdkafka's in-memory broker here.</summary>
public static class KafkaBuilderExtensions
{
    private const string DataFolder = "/var/lib/kafka/data";

    public static IResourceBuilder<KafkaServerResource> AddKafka(this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        var kafka = new KafkaServerResource(name);

        return builder.AddResource(kafka)
            .WithAnnotation(new ImageAnnotation("docker.io/confluentinc/confluent-local", "8.2.0"))
            .WithAnnotation(new EndpointAnnotation(KafkaServerResource.EndpointName, "tcp") { Port = port, TargetPort = 9092 })
            .WithAnnotation(new EndpointAnnotation(KafkaServerResource.InternalEndpointName, "tcp") { TargetPort = 9093 })
            .WithAnnotation(new EnvironmentAnnotation(environment => AddListeners(environment, kafka)))
            .WithCheck($"{name}_check", () => new TcpCheck(kafka.PrimaryEndpoint));
    }

    /// <summary>Keeps messages where it is deployed; here they live as long as the host, and what uses them must not mind.</summary>
    public static IResourceBuilder<KafkaServerResource> WithDataVolume(
        this IResourceBuilder<KafkaServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name, DataFolder, isReadOnly)
            .WithAnnotation(new EnvironmentAnnotation(environment => environment.Set("KAFKA_LOG_DIRS", DataFolder)));

    /// <summary>Does nothing here: there is no container to run it in, and the manifest does not have it.</summary>
    public static IResourceBuilder<KafkaServerResource> WithKafkaUI(
        this IResourceBuilder<KafkaServerResource> builder,
        Action<IResourceBuilder<KafkaUIContainerResource>>? configureContainer = null,
        string? containerName = null) => builder;

    private static void AddListeners(ResourceEnvironment environment, KafkaServerResource kafka)
    {
        var local = kafka.InternalEndpoint;

        environment.Set(
            "KAFKA_LISTENERS",
            "PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,PLAINTEXT_HOST://0.0.0.0:9092,PLAINTEXT_INTERNAL://0.0.0.0:9093");
        environment.Set(
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT,PLAINTEXT_INTERNAL:PLAINTEXT");
        environment.Set("KAFKA_ADVERTISED_LISTENERS", ReferenceExpression.Create(
            $"PLAINTEXT://{kafka.Host}:29092,PLAINTEXT_HOST://{kafka.Host}:{kafka.Port},PLAINTEXT_INTERNAL://{local.Property(EndpointProperty.Host)}:{local.Property(EndpointProperty.Port)}"));
    }
}
