using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>Postgres or the service is killed while large batches of movements of every kind are being written.</summary>
public sealed class CrashTests
{
    private const int Clients = 4;
    private const int BatchSize = 20;
    private const int Kills = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KillPostgres")]
    [InlineData("KillService")]
    public async Task In_the_middle_of_batches_nothing_is_lost_doubled_or_half_there(string kind)
    {
        await using var ledger = await SimulatedLedger.StartAsync(replicas: 1, Token);
        var history = new History();
        await ledger.SufferAsync(new(0, FaultKind.SlowCommits), history, () => false, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var clients = Enumerable.Range(1, Clients).Select(teller => SendAsync(
            new(new(isPlain: false, teller, new(teller)), new(teller), ledger.Replicas, history), end.Token)).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            await BatchIsBeingWrittenAsync(ledger, clients);
            await ledger.SufferAsync(new(0, Enum.Parse<FaultKind>(kind)), history, () => false, Token);
        }

        await end.CancelAsync();
        await Task.WhenAll(clients);

        Assert.True(history.Count(Fate.Posted) > BatchSize, "Hardly anything was posted.");
        await Aftermath.AssertIsSoundAsync(ledger, history, isPlain: false, Token);
    }

    private static async Task SendAsync(SimulatedClient client, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await client.SendNextAsync(BatchSize, Token);
        }
    }

    private static Task BatchIsBeingWrittenAsync(SimulatedLedger ledger, Task[] clients) => Eventually.HoldsAsync(
        async limit =>
        {
            // Who ends early says why.
            await Task.WhenAll(clients.Where(client => client.IsCompleted));

            return await ledger.QueryAsync<long>(
                "select count(*) from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()", limit) > 0;
        },
        "a batch is being written",
        Token);
}
