namespace Composerp.Bench.Support;

/// <summary>One thing measured.</summary>
/// <param name="Reference">The same work done by the named reference in the same run, in the same unit; null where there is none.</param>
/// <param name="Ratio">Value over reference.</param>
/// <param name="Bar">What the ratio should reach, or what the value should stay below; null where nothing is asked.</param>
/// <param name="Met">Null where there is no bar.</param>
public sealed record Figure(
    string Name, double Value, string Unit, double? Reference = null, double? Ratio = null, double? Bar = null, bool? Met = null)
{
    public static Figure Plain(string name, double value, string unit) => new(name, value, unit);

    public static Figure AtMost(string name, double value, string unit, double bar) => new(name, value, unit, Bar: bar, Met: value <= bar);

    /// <summary>At most the bar, and at most so many times the reference.</summary>
    public static Figure AtMost(string name, double value, string unit, double bar, double reference, double ratio) =>
        new(name, value, unit, reference, value / reference, bar, value <= bar && value <= ratio * reference);

    public static Figure Against(string name, double value, string unit, double reference) =>
        new(name, value, unit, reference, value / reference);

    /// <summary>At least so many times the reference.</summary>
    public static Figure AtLeast(string name, double value, string unit, double reference, double ratio) =>
        new(name, value, unit, reference, value / reference, ratio, value >= ratio * reference);
}
