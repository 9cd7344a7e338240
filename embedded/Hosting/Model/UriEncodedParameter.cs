using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>A parameter escaped for URIs; "annotated.string" in the manifest.</summary>
internal sealed class UriEncodedParameter(ParameterResource parameter) : Resource($"{parameter.Name}-uri-encoded"), IManifestExpressionProvider
{
    public ParameterResource Parameter { get; } = parameter;

    public string ValueExpression => $"{{{Name}.value}}";
}
