using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Composerp.Embedded.Model;
using Composerp.Embedded.Running;

namespace Aspire.Hosting;

/// <summary>PostgreSQL: a container where it is deployed, local binaries here.</summary>
public static class PostgresBuilderExtensions
{
    // From this version on the image keeps its data in a folder per major version below the volume.
    private const int FirstMajorWithDataBelow = 18;

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var secret = password?.Resource ?? GeneratedPassword.For(builder, $"{name}-password");
        var server = new PostgresServerResource(name, userName?.Resource, secret);

        return builder.AddResource(server)
            .WithAnnotation(new ImageAnnotation("docker.io/library/postgres", "18.3"))
            .WithAnnotation(new EndpointAnnotation(PostgresServerResource.EndpointName, "tcp") { Port = port, TargetPort = 5432 })
            .WithAnnotation(new EnvironmentAnnotation(environment =>
            {
                environment.Set("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256");
                environment.Set("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256");
                environment.Set("POSTGRES_USER", server.UserNameReference);
                environment.Set("POSTGRES_PASSWORD", server.PasswordParameter);
            }))
            .WithCheck($"{name}_check", () => new PostgresCheck(server, "postgres"));
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);

        return builder.ApplicationBuilder.AddResource(database)
            .WithCheck($"{name}_check", () => new PostgresCheck(database, database.DatabaseName));
    }

    /// <summary>Keeps the data between runs. The image's tag, which decides where the volume goes, must be set before.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        var major = builder.Resource.Last<ImageAnnotation>()?.Major ?? FirstMajorWithDataBelow;

        return builder.WithVolume(name, major >= FirstMajorWithDataBelow ? "/var/lib/postgresql" : "/var/lib/postgresql/data", isReadOnly);
    }

    /// <summary>Does nothing here: there is no container to run it in, and the manifest does not have it.</summary>
    public static IResourceBuilder<T> WithPgAdmin<T>(
        this IResourceBuilder<T> builder, Action<IResourceBuilder<PgAdminContainerResource>>? configureContainer = null, string? containerName = null)
        where T : PostgresServerResource => builder;
}
