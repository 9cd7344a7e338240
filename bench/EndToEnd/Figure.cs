namespace Composerp.Bench.EndToEnd;

/// <summary>One thing measured.</summary>
/// <param name="Reference">The same work done by the named reference in the same run, in the same unit; null where there is none.</param>
/// <param name="Ratio">Value over reference.</param>
/// <param name="Bar">What the value should reach, or stay below where less is better; null where nothing is asked.</param>
/// <param name="Met">Null where there is no bar.</param>
internal sealed record Figure(
    string Name, double Value, string Unit, double? Reference = null, double? Ratio = null, double? Bar = null, bool? Met = null)
{
    public static Figure Plain(string name, double value, string unit) => new(name, value, unit);

    public static Figure AtMost(string name, double value, string unit, double bar) => new(name, value, unit, Bar: bar, Met: value <= bar);

    public static Figure Against(string name, double value, string unit, double reference) =>
        new(name, value, unit, reference, value / reference);
}
