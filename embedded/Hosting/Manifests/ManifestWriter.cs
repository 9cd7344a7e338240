using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Composerp.Embedded.Manifests;

/// <summary>Writes the application in the format in which Aspire publishes it.</summary>
internal sealed class ManifestWriter(Stream stream, ResourceCollection resources, ManifestTarget target) : IAsyncDisposable
{
    private readonly Utf8JsonWriter _json = new(stream, new JsonWriterOptions { Indented = true });

    // What only values refer to comes last, in the order in which it was met.
    private readonly OrderedDictionary<string, IResource> _referred = [];

    public void Write()
    {
        _json.WriteStartObject();
        _json.WriteStartObject("resources");

        foreach (var resource in resources.Where(resource => !resource.Has<ExcludedFromManifestAnnotation>()))
        {
            WriteResource(resource);
        }

        foreach (var resource in _referred.Values.Where(resource => resources.Find(resource.Name) is null))
        {
            WriteResource(resource);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void WriteResource(IResource resource)
    {
        _json.WriteStartObject(resource.Name);

        switch (resource)
        {
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case UriEncodedParameter encoded:
                WriteUriEncoded(encoded);
                break;
            case ContainerResource container:
                WriteContainer(container);
                break;
            case ProjectResource project:
                WriteProject(project);
                break;
            case IResourceWithConnectionString value:
                _json.WriteString("type", "value.v0");
                WriteConnectionString(value);
                break;
            default:
                throw new DistributedApplicationException($"Resource '{resource.Name}' has no form in the manifest.");
        }

        _json.WriteEndObject();
    }

    private void WriteParameter(ParameterResource parameter)
    {
        _json.WriteString("type", "parameter.v0");
        _json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        _json.WriteStartObject("inputs");
        _json.WriteStartObject("value");
        _json.WriteString("type", "string");

        if (parameter.Secret)
        {
            _json.WriteBoolean("secret", true);
        }

        if (parameter.Default is { } given)
        {
            _json.WriteStartObject("default");
            given.WriteTo(_json);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteUriEncoded(UriEncodedParameter encoded)
    {
        _json.WriteString("type", "annotated.string");
        _json.WriteString("value", ExpressionOf(encoded.Parameter));
        _json.WriteString("filter", "uri");
    }

    private void WriteContainer(ContainerResource container)
    {
        _json.WriteString("type", "container.v0");

        if (container is IResourceWithConnectionString connected)
        {
            WriteConnectionString(connected);
        }

        if (container.Last<ImageAnnotation>() is { } image)
        {
            _json.WriteString("image", $"{image.Image}:{image.Tag}");
        }

        WriteArguments(container);
        WriteVolumes(container);
        WriteEnvironment(container);
        WriteBindings(container);
    }

    private void WriteProject(ProjectResource project)
    {
        _json.WriteString("type", "project.v0");
        _json.WriteString("path", target.RelativePathOf(project.Last<ProjectAnnotation>()?.Metadata.ProjectPath ?? ""));
        WriteArguments(project);
        WriteEnvironment(project);
        WriteBindings(project);
    }

    private void WriteConnectionString(IResourceWithConnectionString resource) =>
        _json.WriteString("connectionString", ExpressionOf(resource.ConnectionStringExpression));

    private void WriteArguments(IResource resource)
    {
        var arguments = resource.All<ArgumentsAnnotation>().SelectMany(some => some.Arguments).ToArray();

        if (arguments.Length == 0)
        {
            return;
        }

        _json.WriteStartArray("args");

        foreach (var argument in arguments)
        {
            _json.WriteStringValue(argument);
        }

        _json.WriteEndArray();
    }

    private void WriteVolumes(ContainerResource container)
    {
        var volumes = container.All<VolumeAnnotation>().ToArray();

        if (volumes.Length == 0)
        {
            return;
        }

        _json.WriteStartArray("volumes");

        foreach (var volume in volumes)
        {
            _json.WriteStartObject();
            _json.WriteString("name", volume.Name);
            _json.WriteString("target", volume.Target);
            _json.WriteBoolean("readOnly", volume.IsReadOnly);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteEnvironment(IResource resource)
    {
        var values = ResourceEnvironment.Of(resource, isPublishMode: true).Values.ToArray();

        if (values.Length == 0)
        {
            return;
        }

        _json.WriteStartObject("env");

        foreach (var (name, value) in values)
        {
            _json.WriteString(name, value is IManifestExpressionProvider expression ? ExpressionOf(expression) : (string)value);
        }

        _json.WriteEndObject();
    }

    private void WriteBindings(IResource resource)
    {
        var endpoints = resource.All<EndpointAnnotation>().ToArray();

        if (endpoints.Length == 0)
        {
            return;
        }

        _json.WriteStartObject("bindings");

        foreach (var endpoint in endpoints)
        {
            _json.WriteStartObject(endpoint.Name);
            _json.WriteString("scheme", endpoint.Scheme);
            _json.WriteString("protocol", "tcp");
            _json.WriteString("transport", endpoint.Transport);
            WritePorts(resource, endpoint);

            if (endpoint.IsExternal)
            {
                _json.WriteBoolean("external", true);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    // A container that names one port listens on it; a project is told its port by whoever deploys it.
    private void WritePorts(IResource resource, EndpointAnnotation endpoint)
    {
        var targetPort = endpoint.TargetPort ?? (resource is ContainerResource ? endpoint.Port : null);

        if (endpoint.Port is { } port && port != targetPort)
        {
            _json.WriteNumber("port", port);
        }

        if (targetPort is not null)
        {
            _json.WriteNumber("targetPort", targetPort.Value);
        }
    }

    private string ExpressionOf(IManifestExpressionProvider value)
    {
        Refer(value);

        return value.ValueExpression;
    }

    private void Refer(object value)
    {
        if (value is IResource resource)
        {
            _referred.TryAdd(resource.Name, resource);
        }
        else if (value is IValueWithReferences referring)
        {
            foreach (var reference in referring.References)
            {
                Refer(reference);
            }
        }
    }
}
