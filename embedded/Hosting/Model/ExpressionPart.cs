using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>A piece of a reference expression: plain text, or a value that is known later.</summary>
internal sealed class ExpressionPart
{
    private readonly string _text;
    private readonly IValueProvider? _value;
    private readonly bool _escapeForUri;

    public ExpressionPart(string text) => (_text, ManifestText) = (text, text);

    public ExpressionPart(object value, string? format)
    {
        _text = "";
        _value = (IValueProvider)value;
        _escapeForUri = format == "uri";

        // The manifest has no functions: an escaped parameter is a resource of its own.
        Reference = _escapeForUri && value is ParameterResource parameter ? new UriEncodedParameter(parameter) : value;
        ManifestText = ((IManifestExpressionProvider)Reference).ValueExpression;
    }

    public string ManifestText { get; }

    /// <summary>What the part refers to; null for plain text.</summary>
    public object? Reference { get; }

    public async ValueTask<string?> ValueAsync(CancellationToken token)
    {
        if (_value is null)
        {
            return _text;
        }

        var value = await _value.GetValueAsync(token);

        return _escapeForUri ? Uri.EscapeDataString(value ?? "") : value;
    }
}
