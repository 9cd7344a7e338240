using System.Globalization;
using Composerp.Samples.Screen;

namespace Composerp.Samples.Checks;

/// <summary>A figure that must come out as expected.</summary>
public sealed record Check(string Name, decimal Expected, decimal Actual)
{
    public bool Holds => Expected == Actual;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Holds ? "ok  " : "FAIL")} {Name,-52} expected {Expected,14:#,0.####}  found {Actual,14:#,0.####}");
}

/// <summary>Figures compared, shown as they come.</summary>
public sealed class CheckList(Display display)
{
    private readonly List<Check> _checks = [];

    public IReadOnlyList<Check> All => _checks;

    public bool Holds => _checks.Count > 0 && _checks.All(check => check.Holds);

    public void Equal(string name, decimal expected, decimal actual)
    {
        var check = new Check(name, expected, actual);
        _checks.Add(check);
        display.Line($"  {check}");
    }
}
