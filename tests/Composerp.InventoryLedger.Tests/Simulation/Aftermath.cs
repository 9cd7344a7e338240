using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>What must hold of the ledger after whatever happened, and of all that was answered meanwhile.</summary>
internal static class Aftermath
{
    public static async Task AssertIsSoundAsync(SimulatedLedger ledger, History history, bool isPlain, CancellationToken token)
    {
        await ledger.SettleAsync(token);
        await AssertEverybodyIsAnsweredAsync(ledger, history, token);
        await Eventually.HoldsAsync(
            async limit => await ledger.QueryAsync<long>("select count(*) from reservation where open > 0 and expires_at < clock_timestamp()", limit) == 0,
            "what is promised for too long is released",
            token);

        var log = await StoredLog.ReadAsync(ledger.Database, token);
        await LedgerTruth.AssertHoldsAsync(ledger.Database);
        HistoryCheck.AssertIsKept(log, history);
        AssertTimeNeverFell(ledger, log);
        HistoryReplay.AssertExplains(log, history, isPlain);

        await AssertAnswersAreKeptAsync(ledger, log, history, token);
        await ledger.Periods.AssertAnswersAreKeptAsync(ledger, token);
        await ledger.ProveAsync("/v1/integrity", token);
        await ledger.ProveAsync("/v1/integrity?full=true", token);
        await EventStream.AssertIsTheTableAsync(ledger, token);
    }

    private static void AssertTimeNeverFell(SimulatedLedger ledger, StoredLog log)
    {
        foreach (var (last, recordedAt) in ledger.Clocks)
        {
            Assert.All(
                log.Movements.Values.Where(movement => movement.Parts.Any(part => part.Shard == last.Shard && part.Sequence > last.Sequence)),
                movement => Assert.True(movement.RecordedAt > recordedAt, $"{movement.Id} was recorded at {movement.Place}, after {recordedAt:o}."));
        }
    }

    /// <summary>Whoever heard nothing sends the same again, and is told.</summary>
    private static async Task AssertEverybodyIsAnsweredAsync(SimulatedLedger ledger, History history, CancellationToken token)
    {
        var told = await ledger.SendAgainAsync(history.Unheard.ToArray(), history, token);

        Assert.All(told, telling => Assert.True(telling.Fate != Fate.Unknown, $"{telling.Movement.Id}: {telling.Text}"));
    }

    /// <summary>What is sent again is answered with the bytes of the first time, and changes nothing.</summary>
    private static async Task AssertAnswersAreKeptAsync(SimulatedLedger ledger, StoredLog log, History history, CancellationToken token)
    {
        var first = history.Movements.SelectMany(tellings => tellings.Where(telling => telling.Fate == Fate.Posted).Take(1))
            .ToDictionary(telling => telling.Movement.Id, telling => telling.Text);
        var again = await ledger.SendAgainAsync(first.Keys.Select(id => log.Movements[id].Told!), history, token);

        Assert.All(again, telling => Assert.Equal(first[telling.Movement.Id], telling.Text));
        Assert.Equal(log.Movements.Count, await ledger.QueryAsync<long>("select count(*) from movement_id", token));
    }
}
