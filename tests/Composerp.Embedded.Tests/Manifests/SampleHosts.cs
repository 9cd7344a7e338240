using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Tests.Manifests;

/// <summary>The two AppHosts whose manifests the real publisher wrote, as programs of this assembly.</summary>
internal static class SampleHosts
{
    private const ReferenceEnvironmentInjectionFlags Refs =
        ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery;

    public static void First(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);

        var pgPassword = builder.AddParameter("pg-password", secret: true);
        var apiKey = builder.AddParameter("partner-api-key", secret: true);
        var region = builder.AddParameter("region", "eu-west");

        var postgres = builder.AddPostgres("postgres", password: pgPassword)
            .WithDataVolume("composerp-pgdata")
            .WithPgAdmin();
        var ordersDb = postgres.AddDatabase("ordersdb", "orders");
        var inventoryDb = postgres.AddDatabase("inventorydb");

        var kafka = builder.AddKafka("kafka")
            .WithDataVolume()
            .WithKafkaUI();

        var inventory = builder.AddProject<Projects.Inventory_Api>("inventory")
            .WithReference(inventoryDb).WaitFor(inventoryDb)
            .WithReference(kafka).WaitFor(kafka)
            .WithHttpHealthCheck("/health")
            .WithReplicas(2);

        var orders = builder.AddProject<Projects.Orders_Api>("orders")
            .WithReference(ordersDb).WaitFor(ordersDb)
            .WithReference(kafka).WaitFor(kafka)
            .WithReference(inventory).WaitFor(inventory)
            .WithEnvironment("Partner__ApiKey", apiKey)
            .WithEnvironment("REGION", region)
            .WithHttpHealthCheck("/health");

        builder.AddProject<Projects.Gateway_Api>("gateway")
            .WithReference(orders).WaitFor(orders)
            .WithReference(inventory)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health")
            .WithArgs("--verbose")
            .WithEnvironment("ORDERS_URL", orders.GetEndpoint("http"));

        builder.Build().Run();
    }

    public static void Second(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        var pgPassword = builder.AddParameter("pg-password", secret: true);
        var apiKey = builder.AddParameter("partner-api-key", secret: true);
        var postgres = builder.AddPostgres("postgres", password: pgPassword).WithImageTag("17.6").WithDataVolume("composerp-pgdata");
        var ordersDb = postgres.AddDatabase("ordersdb", "orders");
        var inventoryDb = postgres.AddDatabase("inventorydb", "inventory");
        var kafka = builder.AddKafka("kafka").WithDataVolume("composerp-kafkadata").WithKafkaUI();
        var inventory = builder.AddProject<Projects.Inventory_Api>("inventory").WithReferenceEnvironment(Refs)
            .WithReference(inventoryDb).WaitFor(inventoryDb).WithReference(kafka).WaitFor(kafka).WithHttpHealthCheck("/health").WithReplicas(2);
        var orders = builder.AddProject<Projects.Orders_Api>("orders").WithReferenceEnvironment(Refs)
            .WithReference(ordersDb).WaitFor(ordersDb).WithReference(kafka).WaitFor(kafka).WithReference(inventory).WaitFor(inventory)
            .WithEnvironment("Partner__ApiKey", apiKey).WithHttpHealthCheck("/health");
        builder.AddProject<Projects.Gateway_Api>("gateway").WithReferenceEnvironment(Refs)
            .WithReference(orders).WaitFor(orders).WithReference(inventory).WithExternalHttpEndpoints().WithHttpHealthCheck("/health");
        builder.Build().Run();
    }

    // As the build of a real AppHost would generate them.
    private static class Projects
    {
        private static string PathOf(string name) => Path.Combine(ManifestTests.SamplesFolder, name, $"{name}.csproj");

        public sealed class Inventory_Api : IProjectMetadata
        {
            public string ProjectPath => PathOf("Inventory.Api");
        }

        public sealed class Orders_Api : IProjectMetadata
        {
            public string ProjectPath => PathOf("Orders.Api");
        }

        public sealed class Gateway_Api : IProjectMetadata
        {
            public string ProjectPath => PathOf("Gateway.Api");
        }
    }
}
