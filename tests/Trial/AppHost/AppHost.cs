// A small application with one of everything, for the tests of the embedded host.
var builder = DistributedApplication.CreateBuilder(args);

var password = builder.AddParameter("postgres-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true);
var greeting = builder.AddParameter("greeting", "good morning");

var postgres = builder.AddPostgres("postgres", password: password);

if (builder.Configuration["volume"] is { } volume)
{
    postgres.WithDataVolume(volume);
}

var database = postgres.AddDatabase("trialdb", "trial");
var kafka = builder.AddKafka("kafka");

var job = builder.AddProject<Projects.Composerp_Tests_Trial_Service>("job", options => options.ExcludeLaunchProfile = true)
    .WithReference(database)
    .WaitFor(database)
    .WithArgs("job", builder.Configuration["job"] ?? "0")
    .ExcludeFromManifest();

var backend = builder.AddProject<Projects.Composerp_Tests_Trial_Service>("back-end", options => options.ExcludeLaunchProfile = true)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/ready");

// The port of the launch settings is one for the whole machine; a run that needs a fixed port may bring its own.
var port = builder.Configuration["port"];
var service = builder.AddProject<Projects.Composerp_Tests_Trial_Service>("service", options => options.ExcludeLaunchProfile = port is not null);

if (port is not null)
{
    service.WithHttpEndpoint(port: int.Parse(port, null));
}

service
    .WithReference(database)
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
    .WithReference(kafka)
    .WithReference(backend)
    .WithEnvironment("GREETING", greeting)
    .WithEnvironment("BACKEND_READY", $"{backend.GetEndpoint("http")}/ready")
    .WaitFor(backend)
    .WaitFor(kafka)
    .WaitForCompletion(job)
    .WithHttpHealthCheck("/ready");

builder.Build().Run();
