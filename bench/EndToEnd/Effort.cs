namespace Composerp.Bench.EndToEnd;

/// <summary>How much is done: enough to measure, or little enough for a look.</summary>
/// <param name="Days">Of sales of twelve stores.</param>
/// <param name="Sales">Single sales whose way to replenishment is timed.</param>
/// <param name="IsFull">The application is also started a second time, and sales are also timed while it imports.</param>
internal sealed record Effort(int Days, int Sales, bool IsFull)
{
    public static Effort Full { get; } = new(Days: 500, Sales: 300, IsFull: true);

    public static Effort Quick { get; } = new(Days: 20, Sales: 100, IsFull: false);
}
