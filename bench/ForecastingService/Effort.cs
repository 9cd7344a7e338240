namespace Composerp.Bench.ForecastingService;

/// <summary>How much is measured.</summary>
/// <param name="Series">Series of the run; only with all of them figures are held against their bars.</param>
internal sealed record Effort(int Series)
{
    public static Effort Full { get; } = new(30_490);

    public static Effort Quick { get; } = new(1_000);

    public bool IsFull => this == Full;
}
