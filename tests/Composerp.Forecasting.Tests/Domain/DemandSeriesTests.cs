using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class DemandSeriesTests
{
    private static readonly DateOnly _origin = new(2026, 3, 10);

    // Days before the origin and units of the records; then the series that models see.
    public static TheoryData<string, (int DaysBefore, decimal Units)[], double[]> Records => new()
    {
        { "gaps are zeros, to the origin", [(4, 2), (2, 3)], [2, 0, 3, 0, 0] },
        { "nothing before the first sale", [(4, 0), (3, 0), (1, 1)], [1, 0] },
        { "no record at all", [], [0] },
        { "never sold", [(3, 0), (2, 0)], [0] },
        { "only returned", [(3, -2)], [0] },
        { "fractions are exact", [(1, 0.0001m), (0, 1.25m)], [0.0001, 1.25] },
        { "a return is taken from the newest days before it", [(4, 5), (3, 2), (1, -3)], [4, 0, 0, 0, 0] },
        { "a return after the last sale", [(2, 5), (0, -5)], [0, 0, 0] },
        { "more returned than sold", [(2, 5), (1, -7), (0, 1)], [0, 0, 1] },
        { "older than the history", [(9, 7), (5, 6), (1, 1)], [1, 0] },
    };

    [Theory, MemberData(nameof(Records))]
    public void Makes_days_without_gaps(string _, (int DaysBefore, decimal Units)[] records, double[] expected)
    {
        var series = DemandSeries.Of(
            "S001",
            "MILK",
            _origin,
            historyDays: 5,
            [.. records.Select(record => _origin.AddDays(-record.DaysBefore))],
            [.. records.Select(record => DemandQuantity.FindParts(record.Units)!.Value)]);

        Assert.Equal(expected, series.Values);
        Assert.Equal(_origin.AddDays(1 - expected.Length), series.FirstDay);
    }
}
