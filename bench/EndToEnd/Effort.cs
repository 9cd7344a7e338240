namespace Composerp.Bench.EndToEnd;

/// <summary>How much is done: enough to measure, or little enough for a look.</summary>
/// <param name="Days">Of sales of twelve stores.</param>
/// <param name="Sales">Single sales whose way to replenishment is timed.</param>
internal sealed record Effort(int Days, int Sales)
{
    public static Effort Full { get; } = new(Days: 500, Sales: 300);

    public static Effort Quick { get; } = new(Days: 60, Sales: 100);
}
