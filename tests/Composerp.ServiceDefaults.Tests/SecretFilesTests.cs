using Microsoft.Extensions.Configuration;

namespace Composerp.ServiceDefaults.Tests;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composerp-secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_a_setting_and_goes_before_the_environment()
    {
        Write("ConnectionStrings__db", "Host=file\n");
        Write("kafka/Kafka__Config__SaslPassword", "p=1;q");

        var configuration = Read(("ConnectionStrings:db", "Host=environment"), ("Kafka:Config:SaslUsername", "ann"));

        Assert.Equal("Host=file", configuration.GetConnectionString("db"));
        Assert.Equal(("ann", "p=1;q"), (configuration["Kafka:Config:SaslUsername"], configuration["Kafka:Config:SaslPassword"]));
    }

    // As the kubelet mounts it: the files are links into a folder that is exchanged as a whole.
    [Fact]
    public void A_mounted_secret_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        Write("database/..2026_03_02/ConnectionStrings__db", "Host=mounted");
        Directory.CreateSymbolicLink(PathOf("database/..data"), "..2026_03_02");
        File.CreateSymbolicLink(PathOf("database/ConnectionStrings__db"), "..data/ConnectionStrings__db");

        Assert.Equal("Host=mounted", Read().GetConnectionString("db"));
    }

    [Fact]
    public void Certificates_are_no_settings()
    {
        Write("database/database-ca.crt", "a certificate");

        Assert.Null(Read()["database-ca.crt"]);
    }

    [Fact]
    public void Without_the_folder_nothing_changes()
    {
        var configuration = Read(("COMPOSERP_SECRETS", PathOf("nowhere")), ("ConnectionStrings:db", "Host=environment"));

        Assert.Equal("Host=environment", configuration.GetConnectionString("db"));
    }

    private ConfigurationManager Read(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("COMPOSERP_SECRETS", _folder.FullName)]);
        configuration.AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)));
        configuration.AddSecretFiles();

        return configuration;
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name)) ?? "");
        File.WriteAllText(PathOf(name), text);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
