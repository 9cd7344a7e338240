using Composerp.Embedded.Kafka;
using Composerp.Forecasting.Tests.Service;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.DemandHistory;

public sealed class FollowLedgerTests(TestDatabases databases, ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private const int SalesPerRound = 500;

    private readonly LedgerEvents _events = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Between the rounds the service stops, and a new Kafka without any of the old messages takes the place of the first.
    [Fact]
    public async Task Demand_is_what_the_ledger_sold_over_restarts_and_a_lost_broker()
    {
        using var firstKafka = KafkaCluster.Start();
        await using var ledger = await LedgerHost.StartAsync(databases, firstKafka.BootstrapServers);

        await ledger.AppendAsync([_events.Location("S001"), _events.Location("S002", "America/New_York"), .. Sales()]);
        await using (var host = Follow(ledger, firstKafka))
        {
            await EqualsAsync(SalesPerRound);
        }

        await ledger.AppendAsync(Sales());
        using var secondKafka = KafkaCluster.Start();
        await using (var host = Follow(ledger, secondKafka))
        {
            await EqualsAsync(2 * SalesPerRound);
            await ledger.AppendAsync(Sales());
            await EqualsAsync(3 * SalesPerRound);
            Assert.Empty((await host.GetAsync<DeadLetters>("/v1/dead-letters")).Items);
        }

        Assert.Equal(
            [$"S001 {3 * SalesPerRound / 2}", $"S002 {3 * SalesPerRound / 2}"],
            await database.ReadLinesAsync("select location, trim_scale(sum(quantity) / 10000) from demand group by location order by location"));

        // So much left the shelf, which nobody had filled: once in sum, and once in the hours in which it did.
        Assert.Equal(
            [$"S001 {-3 * SalesPerRound / 2}", $"S002 {-3 * SalesPerRound / 2}"],
            await database.ReadLinesAsync("select location, trim_scale(sum(quantity) / 10000) from item_stock group by location order by location"));
        Assert.Equal(
            [$"S001 {-3 * SalesPerRound / 2}", $"S002 {-3 * SalesPerRound / 2}"],
            await database.ReadLinesAsync("""
                select location, trim_scale(sum(change) / 10000)
                from stock_change cross join unnest(changes) as change
                group by location
                order by location
                """));
    }

    private IEnumerable<LoggedEvent> Sales() =>
        from sale in Enumerable.Range(0, SalesPerRound)
        select _events.Sale(sale % 2 == 0 ? "S001" : "S002", $"ITEM-{sale % 7}", 1, LedgerEvents.Noon(1 + (sale % 5)));

    private ForecastingHost Follow(LedgerHost ledger, KafkaCluster kafka) => new(database, new()
    {
        ["ConnectionStrings:kafka"] = kafka.BootstrapServers,
        ["services:inventory-ledger:http:0"] = ledger.Address,
    });

    private Task EqualsAsync(int units) => Eventually.HoldsAsync(
        async _ => await database.ReadAsync<decimal>("select coalesce(sum(quantity) / 10000, 0) from demand") >= units,
        $"{units} units of demand",
        Token);

    private sealed record DeadLetters(IReadOnlyList<object> Items);
}
