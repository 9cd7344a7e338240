using System.Globalization;

namespace Composerp.Replenishment.Tests.KnownAnswers;

/// <summary>What a case came to: numbers by name, those of lists with their place.</summary>
internal sealed class Answer : Dictionary<string, double>
{
    public Answer()
        : base(StringComparer.Ordinal)
    {
    }

    public Answer With(string name, double value)
    {
        this[name] = value;

        return this;
    }

    public Answer With(string name, decimal value) => With(name, (double)value);

    public Answer With(string name, IEnumerable<double> values)
    {
        foreach (var (place, value) in values.Index())
        {
            this[string.Create(CultureInfo.InvariantCulture, $"{name}.{place}")] = value;
        }

        return this;
    }

    public Answer With(string name, IEnumerable<decimal> values) => With(name, values.Select(value => (double)value));
}
