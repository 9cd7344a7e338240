using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Composerp.Embedded.Model;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes that are filled when the application runs, and named in the manifest.</summary>
public sealed class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    private readonly IReadOnlyList<ExpressionPart> _parts;

    private ReferenceExpression(IReadOnlyList<ExpressionPart> parts) => _parts = parts;

    public string ValueExpression => string.Concat(_parts.Select(part => part.ManifestText));

    IEnumerable<object> IValueWithReferences.References => _parts.Select(part => part.Reference).OfType<object>();

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new([.. handler.Parts]);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();

        foreach (var part in _parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{await part.ValueAsync(cancellationToken)}");
        }

        return text.ToString();
    }

    /// <summary>Collects what an interpolated string names.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) => Parts = new(formattedCount * 2);

        internal List<ExpressionPart> Parts { get; }

        public void AppendLiteral(string value) => Parts.Add(new(value));

        public void AppendFormatted(string? value) => Parts.Add(new(value ?? ""));

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => Parts.Add(new(valueProvider, format: null));

        /// <param name="format">"uri" escapes the value for use in a URI.</param>
        public void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider => Parts.Add(new(valueProvider, format));

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);
    }
}
