using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Proofs;

/// <summary>PROOFS.md tells of everything that is there, and of nothing that is not.</summary>
public sealed partial class ProofsTests
{
    private static readonly string[] _named =
        [.. Code().Matches(File.ReadAllText(Path.Combine(Repository.Kubernetes, "PROOFS.md"))).Select(match => match.Groups[1].Value).Distinct()];

    [Fact]
    public void Every_component_is_told_of() => Assert.Empty(Deployments.Components.Except(_named));

    [Fact]
    public void Every_overlay_is_told_of() => Assert.Empty(Deployments.Overlays.Except(_named));

    [Fact]
    public void No_component_is_told_of_that_is_not_there() =>
        Assert.Empty(_named.Where(name => Component().IsMatch(name)).Except(Deployments.Components));

    [Fact]
    public void Every_set_of_rules_is_told_of() => Assert.Empty(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Composerp.Deployment.Tests", "Rules"), "*Rules.cs")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Except(_named));

    [Fact]
    public void What_is_named_as_the_proof_exists()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file));
        var proofs = _named.Where(name => Proof().IsMatch(name)).ToArray();

        Assert.NotEmpty(proofs);
        Assert.Empty(proofs.Except(files));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^(postgres|kafka|secrets|autoscaling|entry|cert-manager|network-policies|registry)/")]
    private static partial Regex Component();

    [GeneratedRegex("^[A-Z][A-Za-z]+(Tests|Rules)$")]
    private static partial Regex Proof();
}
