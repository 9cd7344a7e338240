using System.Diagnostics.Metrics;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>What this replica did to keep the ledger in order: composerp.ledger.housekeeping.*</summary>
internal sealed class HousekeepingMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _rounds;
    private readonly Counter<long> _made;
    private readonly Counter<long> _archived;

    public HousekeepingMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Composerp.LedgerHousekeeping");
        _rounds = _meter.CreateCounter<long>("composerp.ledger.housekeeping.rounds", "{round}", "Rounds, by outcome: done, missed (a lock was not to be had) or failed.");
        _made = _meter.CreateCounter<long>("composerp.ledger.housekeeping.ranges.made", "{range}", "Ranges made for entries to come.");
        _archived = _meter.CreateCounter<long>("composerp.ledger.housekeeping.ranges.archived", "{range}", "Ranges whose entries were archived.");
    }

    public void Ended(string outcome) => _rounds.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Archived() => _archived.Add(1);

    public void Made(int ranges) => _made.Add(ranges);
}
