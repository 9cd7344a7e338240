using System.Diagnostics.Metrics;

namespace Composerp.InventoryLedger.Integrity;

/// <summary>What the last proof of this process found: composerp.ledger.integrity.*</summary>
internal sealed class IntegrityMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _proofs;
    private int _violations;

    public IntegrityMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Composerp.LedgerIntegrity");
        _proofs = _meter.CreateCounter<long>("composerp.ledger.integrity.proofs", "{proof}", "Proofs that were finished, by verdict.");
        _meter.CreateObservableGauge(
            "composerp.ledger.integrity.violations", () => Volatile.Read(ref _violations), "{violation}", "Found by the last proof, while it ran too.");
    }

    public void Tell(ProofLine line)
    {
        switch (line)
        {
            case { Type: "violation" }:
                Interlocked.Increment(ref _violations);
                break;
            case { Type: "ledger", Violations: { } violations, Verdict: { } verdict }:
                Volatile.Write(ref _violations, violations);
                _proofs.Add(1, new KeyValuePair<string, object?>("verdict", verdict));
                break;
        }
    }
}
