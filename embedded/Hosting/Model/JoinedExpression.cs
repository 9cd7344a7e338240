using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>Several values with a separator between them.</summary>
internal sealed class JoinedExpression : IExpressionValue
{
    private readonly string _separator;
    private readonly IReadOnlyList<IExpressionValue> _values;

    private JoinedExpression(string separator, IReadOnlyList<IExpressionValue> values) => (_separator, _values) = (separator, values);

    public string ValueExpression => string.Join(_separator, _values.Select(value => value.ValueExpression));

    public static JoinedExpression Of(string separator, IReadOnlyList<IExpressionValue> values) => new(separator, values);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var texts = new List<string?>();

        foreach (var value in _values)
        {
            texts.Add(await value.GetValueAsync(cancellationToken));
        }

        return string.Join(_separator, texts);
    }
}
