namespace Composerp.Bench.Ledger;

/// <summary>How long and how much is measured.</summary>
/// <param name="Warm">Of each kind of load before the clock runs.</param>
/// <param name="WarmSingle">Of single posts, which run each piece of code a fraction as often in the same time.</param>
/// <param name="Measure">Of each kind of load.</param>
/// <param name="PgbenchScale">Of reference A.</param>
/// <param name="Events">Sent through Kafka.</param>
/// <param name="Entries">In the ledger while past moments are asked for.</param>
/// <param name="PastReads">Questions about past moments, for each number of entries.</param>
internal sealed record Effort(
    TimeSpan Warm, TimeSpan WarmSingle, TimeSpan Measure, TimeSpan Pgbench, int PgbenchScale, int Events, IReadOnlyList<long> Entries, int PastReads)
{
    private const long Million = 1_000_000;

    public static Effort Full { get; } = new(
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), 64, 120_000, [Million, 10 * Million, 30 * Million], 2_000);

    public static Effort Quick { get; } = new(
        TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 8, 12_000, [Million], 300);
}
