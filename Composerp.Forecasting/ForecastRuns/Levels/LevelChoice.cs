using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Forecasting.ForecastRuns.Levels;

/// <summary>How the levels of a run add up, and why; kept as JSON with the run.</summary>
/// <param name="Method">bottom-up, structural, variances or shrunk-covariances.</param>
/// <param name="DecidedBy">The run whose backtest decided it.</param>
/// <param name="Days">Days that it was judged on; 0 where there was nothing to judge on.</param>
/// <param name="Errors">Of each method the squared error by the variance of demand, the mean over nodes, levels and days.</param>
internal sealed record LevelChoice(string Method, Guid DecidedBy, int Days, SortedDictionary<string, double> Errors)
{
    public static LevelChoice BottomUp(Guid run) => new(NameOf(ReconciliationMethod.BottomUp), run, 0, []);

    /// <summary>Whether series change with it.</summary>
    public bool ChangesSeries() => Method != NameOf(ReconciliationMethod.BottomUp);

    public static LevelChoice Best(Guid run, int days, IReadOnlyList<(ReconciliationMethod Method, double Error)> errors) => new(
        NameOf(errors.MinBy(method => method.Error).Method),
        run,
        days,
        new(errors.ToDictionary(method => NameOf(method.Method), method => method.Error), StringComparer.Ordinal));

    public ReconciliationMethod ToMethod() => Enum.GetValues<ReconciliationMethod>().First(method => NameOf(method) == Method);

    private static string NameOf(ReconciliationMethod method) => method switch
    {
        ReconciliationMethod.BottomUp => "bottom-up",
        ReconciliationMethod.Structural => "structural",
        ReconciliationMethod.Variance => "variances",
        _ => "shrunk-covariances",
    };
}
