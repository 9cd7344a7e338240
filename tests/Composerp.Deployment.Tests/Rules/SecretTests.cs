using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Whoever reads the repository learns no secret, and a production overlay is applied without one.</summary>
public sealed partial class SecretTests
{
    [Fact]
    public void No_value_under_deploy_looks_like_a_secret()
    {
        var found = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*", SearchOption.AllDirectories)
                    where !IsIgnored(file)
                    from line in File.ReadLines(file)
                    where Looks(line)
                    select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("  password: hunter2hunter2")]
    [InlineData("POSTGRES_PASSWORD=Xy12abcd")]
    [InlineData("value: Host=db;Username=a;Password=open-sesame;Database=b")]
    [InlineData("  tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV2UUlCQURBTkJna3Foa2lHOXcwQkFRRUZBQVND")]
    [InlineData("kind: Secret")]
    [InlineData("aws_access_key_id = AKIA" + "IOSFODNN7EXAMPLE")]
    [InlineData("saslPassword: \"cloud-api-secret-1\"")]
    public void A_secret_would_be_seen(string line) => Assert.True(Looks(line));

    [Theory]
    [InlineData("value: 'Host=postgres;Password=$(DATABASE_PASSWORD);Database=inventorydb'")]
    [InlineData("Kafka__Config__SaslPassword: \"{{ .password }}\"")]
    [InlineData("key: password")]
    [InlineData("ConnectionStrings__inventorydb=Host=...;Password=...;Database=inventorydb")]
    public void A_reference_is_none(string line) => Assert.False(Looks(line));

    [Fact]
    public void Production_is_applied_without_a_secret_at_hand()
    {
        Deployments.RequireKubectl();

        Assert.All(Deployments.ClusterOverlays, overlay => Assert.Empty(Objects.Read(Deployments.Overlay(overlay)).Of("Secret")));
    }

    private static bool Looks(string line) =>
        Key().IsMatch(line) || Assigned().IsMatch(line) || line.TrimEnd() == "kind: Secret" || Encoded().IsMatch(line) || Known().IsMatch(line);

    // As the .gitignore files beside them say.
    private static bool IsIgnored(string file) =>
        file.Contains($"{Path.DirectorySeparatorChar}secrets{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && (Path.GetFileName(file) == "password" || Path.GetExtension(file) is ".env" or ".crt");

    [GeneratedRegex("""^\s*"?[\w.-]*(password|passwd|secret|token|api-?key)"?\s*:\s*["']?(?!\{\{|\$\(|true|false)[^\s"'{}]{6,}["']?\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex Key();

    [GeneratedRegex("""(password|passwd|secret|token|api-?key)\s*=\s*["']?(?!\$\(|\{\{|\.\.\.|"?\{\{|'|\$)[A-Za-z0-9+/_!#-]{6,}""", RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"[:=]\s*[A-Za-z0-9+/]{60,}={0,2}\s*$")]
    private static partial Regex Encoded();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{20,}\.eyJ")]
    private static partial Regex Known();
}
