using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Base;

/// <summary>The committed base is what the model and the templates say.</summary>
public sealed class GenerationTests
{
    private static readonly string _folder = Path.Combine(Repository.Kubernetes, "base");

    // A service added to the model, a template changed, a file edited by hand: each is seen here.
    [Fact]
    public void The_committed_base_is_the_generated_one()
    {
        var generated = Generation.Of(Model.Published);

        if (Environment.GetEnvironmentVariable("COMPOSERP_REGENERATE") == "true")
        {
            Write(generated);
        }

        var committed = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
            .Where(path => Path.GetExtension(path) is ".yaml")
            .Order(StringComparer.Ordinal);

        Assert.Equal(generated.Keys, committed);
        Assert.All(generated, file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(_folder, file.Key)), ignoreLineEndingDifferences: true));
    }

    [Fact]
    public void A_service_more_in_the_model_is_a_folder_more_in_the_base()
    {
        const string Manifest = """
            { "resources": {
                "postgres-password": { "type": "parameter.v0" },
                "postgres": { "type": "container.v0", "bindings": { "tcp": { "targetPort": 5432 } },
                  "connectionString": "Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Password={postgres-password.value}" },
                "returnsdb": { "type": "value.v0", "connectionString": "{postgres.connectionString};Database=returnsdb" },
                "returns": { "type": "project.v0", "bindings": { "http": { "targetPort": 3000 } },
                  "env": { "ConnectionStrings__returnsdb": "{returnsdb.connectionString}", "Quoted": "a < b & \"c\"" } } } }
            """;

        var deployment = Generation.Of(Model.Read(Manifest))["returns/deployment.yaml"];

        Assert.Contains("value: 'Host=postgres;Port=5432;Password=$(DATABASE_PASSWORD);Database=returnsdb'", deployment, StringComparison.Ordinal);

        // Aspirate's templates escape for HTML, and quote nothing.
        Assert.Contains("""value: 'a < b & "c"'""", deployment, StringComparison.Ordinal);
    }

    private static void Write(SortedDictionary<string, string> files)
    {
        foreach (var folder in Directory.Exists(_folder) ? Directory.EnumerateDirectories(_folder) : [])
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (path, text) in files)
        {
            var file = new FileInfo(Path.Combine(_folder, path));
            file.Directory?.Create();
            File.WriteAllText(file.FullName, text);
        }
    }
}
