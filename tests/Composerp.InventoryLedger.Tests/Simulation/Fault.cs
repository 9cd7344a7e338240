using System.Globalization;

namespace Composerp.InventoryLedger.Tests.Simulation;

internal enum FaultKind
{
    KillService,
    KillPostgres,
    SlowCommits,
    QuickCommits,

    /// <summary>A transaction that reads, and is open for long.</summary>
    HoldSnapshot,
    ReleaseSnapshot,

    /// <summary>A transaction that keeps all shards locked, until somebody waits for it.</summary>
    HoldShards,
    ClockFallsBack,
    BrokerDown,
    BrokerUp,

    // No faults, but they must go well in the middle of them.
    ClosePeriod,
    Proof,
}

/// <param name="At">How many commands have been answered, or not, when it happens.</param>
internal sealed record Fault(int At, FaultKind Kind)
{
    /// <summary>What goes wrong in a run, and when; the same for the same seed.</summary>
    public static IReadOnlyList<Fault> Schedule(Random random, int commands)
    {
        // Each of these ends again, some time later.
        (FaultKind Begin, FaultKind? End)[] kinds =
        [
            (FaultKind.KillService, null), (FaultKind.KillPostgres, null), (FaultKind.ClockFallsBack, null), (FaultKind.Proof, null), (FaultKind.HoldShards, null),
            (FaultKind.SlowCommits, FaultKind.QuickCommits), (FaultKind.HoldSnapshot, FaultKind.ReleaseSnapshot), (FaultKind.BrokerDown, FaultKind.BrokerUp),
            (random.Next(2) == 0 ? FaultKind.KillService : FaultKind.KillPostgres, null), (FaultKind.Proof, null),
        ];

        // What is closed takes no more movements: late, so that there are some.
        var closings = Enumerable.Range(0, 2).Select(_ => new Fault(random.Next(commands / 3, commands * 9 / 10), FaultKind.ClosePeriod));

        return
        [
            .. kinds.SelectMany(kind =>
            {
                var at = random.Next(commands * 8 / 10);

                return kind.End is { } end ? new Fault[] { new(at, kind.Begin), new(at + (commands / 10), end) } : [new(at, kind.Begin)];
            }).Concat(closings).OrderBy(fault => fault.At),
        ];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At} {Kind}");
}
