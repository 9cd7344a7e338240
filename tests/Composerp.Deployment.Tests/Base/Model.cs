using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Base;

/// <summary>The application as AppHost.cs publishes it, with its expressions resolved as Aspirate resolves them.</summary>
/// <remarks>Composerp.AppHost.Tests holds the file equal to what the AppHost publishes.</remarks>
internal sealed partial class Model
{
    private readonly JsonObject _resources;

    private Model(JsonObject resources) => _resources = resources;

    public static Model Published { get; } = Read(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Composerp.AppHost.Tests", "Publishing", "manifest.json")));

    public static Model Read(string manifest) => new(JsonNode.Parse(manifest)?["resources"]?.AsObject() ?? []);

    /// <summary>Containers and projects, in the order of the model; the others exist in the values of these only.</summary>
    public IEnumerable<string> Deployed => Of("container.v0", "project.v0");

    public IEnumerable<string> Projects => Of("project.v0");

    public JsonNode this[string resource] =>
        _resources[resource] ?? throw new InvalidOperationException($"The model has no resource {resource}.");

    public IEnumerable<KeyValuePair<string, string?>> EnvironmentOf(string resource) =>
        from value in this[resource]["env"]?.AsObject() ?? []
        let resolved = Resolve((string?)value.Value ?? "")
        where resolved.Length > 0
        select KeyValuePair.Create(value.Key, (string?)resolved);

    public IEnumerable<(string Name, int Internal, int External)> PortsOf(string resource) =>
        from binding in this[resource]["bindings"]?.AsObject() ?? []
        select (binding.Key, (int?)binding.Value?["targetPort"] ?? 0, (int?)binding.Value?["port"] ?? 0);

    /// <summary>The database that a project refers to: the name of the resource, of its connection string and in the server.</summary>
    public string DatabaseOf(string project) => this[project]["env"]!.AsObject()
        .Select(value => value.Key.Replace("ConnectionStrings__", "", StringComparison.Ordinal))
        .Single(name => (string?)_resources[name]?["type"] == "value.v0");

    private string Resolve(string text) => Expression().Replace(text, match => Value(match.Groups[1].Value.Split('.')));

    private string Value(string[] path) => path switch
    {
        // What a secret is, nobody writes down: Kubernetes puts it in where the pod starts.
        ["postgres-password", "value"] => "$(DATABASE_PASSWORD)",
        [var resource, "connectionString"] => Resolve((string?)this[resource]["connectionString"] ?? ""),
        [var resource, "bindings", _, "host"] => resource,
        [var resource, "bindings", var name, "port"] => $"{this[resource]["bindings"]?[name]?["port"] ?? TargetPort(resource, name)}",
        [var resource, "bindings", var name, "targetPort"] => $"{TargetPort(resource, name)}",
        [var resource, "bindings", "http", "url"] => $"http://{resource}:{TargetPort(resource, "http")}",
        _ => throw new InvalidOperationException($"Nothing is known of {{{string.Join('.', path)}}}."),
    };

    private JsonNode? TargetPort(string resource, string binding) => this[resource]["bindings"]?[binding]?["targetPort"];

    private IEnumerable<string> Of(params string[] types) =>
        from resource in _resources
        where types.Contains((string?)resource.Value?["type"])
        select resource.Key;

    [GeneratedRegex(@"\{([A-Za-z0-9.-]+)\}")]
    private static partial Regex Expression();
}
