using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

const ReferenceEnvironmentInjectionFlags References =
    ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery;

var isDemo = args.Contains("--demo");
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, EnableResourceLogging = isDemo });

var password = builder.AddParameter(
    "postgres-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);

// The tag before the volume: it decides where the volume is mounted.
var postgres = builder.AddPostgres("postgres", password: password)
    .WithImageTag("18.3")
    .WithDataVolume("composerp-postgres");

var kafka = builder.AddKafka("kafka")
    .WithDataVolume("composerp-kafka");

var ledger = AddService<Projects.Composerp_InventoryLedger>("inventory-ledger", postgres.AddDatabase("inventorydb"));
var forecasting = AddService<Projects.Composerp_Forecasting>("forecasting", postgres.AddDatabase("forecastdb"));
var replenishment = AddService<Projects.Composerp_Replenishment>("replenishment", postgres.AddDatabase("replenishmentdb"));

// Feeds: each service reads the others' events, and fills from here what Kafka did not bring. Nobody waits for another.
ledger.WithReference(replenishment);
forecasting.WithReference(ledger);
replenishment.WithReference(ledger).WithReference(forecasting);

if (isDemo && builder.ExecutionContext.IsRunMode)
{
    AddDemo();
}

builder.Build().Run();

// A service with its database and its migrations. Published, it is one http endpoint on port 3000 and three replicas.
IResourceBuilder<ProjectResource> AddService<TProject>(string name, IResourceBuilder<PostgresDatabaseResource> database)
    where TProject : IProjectMetadata, new()
{
    var isPublished = builder.ExecutionContext.IsPublishMode;

    var service = builder.AddProject<TProject>(name, options => options.ExcludeLaunchProfile = isPublished)
        .WithReferenceEnvironment(References)
        .WithReference(database)
        .WithReference(kafka)
        .WaitFor(kafka);

    if (isPublished)
    {
        // There the migrations are an init container of the service.
        service.WithHttpEndpoint(targetPort: 3000).WithReplicas(3);
    }
    else
    {
        var migration = builder.AddProject<TProject>($"{name}-migrate", options => options.ExcludeLaunchProfile = true)
            .WithReferenceEnvironment(References)
            .WithReference(database)
            .WaitFor(database)
            .WithArgs("migrate")
            .ExcludeFromManifest();

        service.WaitForCompletion(migration);
    }

    return service.WithExternalHttpEndpoints().WithHttpHealthCheck("/ready");
}

// A small retailer with two years of sales, sent through the public API; its progress is all that the console shows of the resources.
void AddDemo()
{
    const string Output = "Composerp.AppHost.Resources";
    builder.Services.AddLogging(logging => logging.AddFilter(Output, LogLevel.None).AddFilter($"{Output}.demo", LogLevel.Information));

    builder.AddProject<Projects.Composerp_Samples>("demo", options => options.ExcludeLaunchProfile = true)
        .WithReferenceEnvironment(References)
        .WithReference(ledger).WaitFor(ledger)
        .WithReference(forecasting).WaitFor(forecasting)
        .WithReference(replenishment).WaitFor(replenishment)
        .WithArgs("demo")
        .ExcludeFromManifest();
}
