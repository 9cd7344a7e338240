using System.ComponentModel;
using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Rendering;
using Confluent.Kafka;
using Npgsql;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>What the components set is what the clients of Kafka and Postgres know.</summary>
public sealed partial class StoreSettingsTests
{
    private const string Quoted = "p;w'\"x";

    private static readonly string _components = Path.Combine(Repository.Kubernetes, "components");

    [Fact]
    public void Settings_of_Kafka_are_properties_of_its_clients()
    {
        var settings = (from file in Directory.EnumerateFiles(Path.Combine(_components, "kafka"), "kustomization.yaml", SearchOption.AllDirectories)
                        from generator in Yaml.Read(File.ReadAllText(file)).SelectMany(kustomization => kustomization.List("configMapGenerator"))
                        from literal in generator.List("literals")
                        let setting = KafkaSetting().Match(literal.ToString())
                        where setting.Success
                        select (Name: setting.Groups[2].Value, Value: setting.Groups[3].Value, IsOfProducer: setting.Groups[1].Length > 0)).ToArray();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting =>
        {
            var property = (setting.IsOfProducer ? typeof(ProducerConfig) : typeof(ClientConfig)).GetProperty(setting.Name);

            Assert.True(property is not null, $"Clients have no property {setting.Name}.");
            Assert.NotNull(TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(setting.Value));
        });
    }

    [Fact]
    public void Connection_strings_are_read_by_the_driver_with_the_server_checked()
    {
        var objects = new Objects(from file in Directory.EnumerateFiles(_components, "*.yaml", SearchOption.AllDirectories)
                                  where Path.GetFileName(file) is "connection.yaml" or "external-secrets.yaml"
                                  from item in Yaml.Read(File.ReadAllText(file))
                                  select item);
        var texts = StoreRules.ConnectionStringsOf(objects).Where(text => text.Length > 0).Distinct().ToArray();

        // Three operators, and a store with the pooled and the direct one, for three services.
        Assert.Equal(15, texts.Length);
        Assert.All(texts, text =>
        {
            var parts = new NpgsqlConnectionStringBuilder(Filled(text));

            Assert.Equal(SslMode.VerifyFull, parts.SslMode);
            Assert.StartsWith("/etc/composerp/", parts.RootCertificate, StringComparison.Ordinal);
            Assert.EndsWith("db", parts.Database, StringComparison.Ordinal);
            Assert.Equal(text.Contains("{{ .host }}", StringComparison.Ordinal) ? 6432 : 5432, parts.Port);
            Assert.True(parts.Password is "$(DATABASE_PASSWORD)" or Quoted, parts.Password);
        });
    }

    private static string Filled(string template) => ConnectionTemplate.Fill(template, new Dictionary<string, string>
    {
        ["host"] = "pooler",
        ["directHost"] = "server",
        ["port"] = "6432",
        ["directPort"] = "5432",
        ["username"] = "some",
        ["password"] = Quoted,
        ["options"] = "No Reset On Close=true",
    });

    [GeneratedRegex("^Kafka__(Producer__)?Config__(\\w+)=(.*)$")]
    private static partial Regex KafkaSetting();
}
