namespace Composerp.Bench.Forecasting.DataSets;

/// <summary>One series of a competition.</summary>
/// <param name="Training">What the forecaster sees, oldest first.</param>
/// <param name="Test">What came then.</param>
internal sealed record TestSeries(string Id, double[] Training, double[] Test);

/// <summary>The series of a competition, its season and its horizon.</summary>
/// <param name="Periods">Values of one season; several where seasons lie in each other, the shortest first.</param>
internal sealed record TestSet(string Name, int[] Periods, int Horizon, IReadOnlyList<TestSeries> Series)
{
    public int Period => Periods[0];

    /// <summary>The same as it was some values earlier.</summary>
    /// <param name="steps">Values that were not known then.</param>
    /// <param name="lengthMin">Shorter series are left out.</param>
    public TestSet Before(int steps, int lengthMin) => this with
    {
        Series =
        [
            .. from series in Series
               let length = series.Training.Length - steps
               where length >= lengthMin
               let all = (double[])[.. series.Training, .. series.Test]
               select new TestSeries(series.Id, all[..length], all[length..(length + Horizon)]),
        ],
    };
}
