using Composerp.Contracts;
using Composerp.Forecasting.Tests.Service;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.Tests.DemandHistory;

/// <summary>Each test has a location of its own.</summary>
public sealed class RecordReturnsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private readonly LedgerEvents _ledger = new();

    [Theory]
    [InlineData("ID", "sale-1")]
    [InlineData("REF", "receipt-77")]
    public async Task A_return_that_names_its_sale_lowers_the_demand_of_that_day(string location, string names)
    {
        await ApplyAsync(
            _ledger.Location(location),
            Sold(location, 5, 1, "sale-1", "receipt-77"),
            Sold(location, 4, 2, "sale-2", "receipt-78"));
        await ApplyAsync(Returned(location, 2, 9, "back-1", names), Sold(location, 1, 9, "sale-3"));

        Assert.Equal(["2026-03-01 3", "2026-03-02 4", "2026-03-09 1"], await DemandAsync(location));

        // The goods came back on the day on which they came back.
        Assert.Equal(
            ["2026-03-01 -5", "2026-03-02 -4", "2026-03-09 1"],
            await database.ReadLinesAsync($"select day, trim_scale(changes[1] / 10000.0) from stock_change where location = '{location}' order by day"));
    }

    [Fact]
    public async Task Within_one_batch_too()
    {
        await ApplyAsync(_ledger.Location("ONE"), Sold("ONE", 5, 1, "sale-1"), Returned("ONE", 5, 4, "back-1", "sale-1"));

        Assert.Equal(["2026-03-01 0"], await DemandAsync("ONE"));
    }

    [Theory]
    [InlineData("NONE", null)]
    [InlineData("OTHER", "sale-of-another-shop")]
    public async Task A_return_of_which_no_sale_is_known_counts_for_its_own_day(string location, string? names)
    {
        await ApplyAsync(
            _ledger.Location(location), Sold(location, 5, 1, "sale-1"),
            _ledger.Location("ELSEWHERE"), Sold("ELSEWHERE", 5, 1, "sale-of-another-shop"));
        await ApplyAsync(Returned(location, 2, 4, "back-1", names));

        Assert.Equal(["2026-03-01 5", "2026-03-04 -2"], await DemandAsync(location));
    }

    // In a closed period a reversal has a time of its own; what it takes back was sold, or brought back, another day.
    [Fact]
    public async Task A_reversal_counts_for_the_day_of_what_it_takes_back()
    {
        await ApplyAsync(_ledger.Location("REV"), Sold("REV", 5, 1, "sale-1"), Returned("REV", 2, 3, "back-1", "sale-1"));
        await ApplyAsync(_ledger.WithDocuments(MovementKinds.Reversal, "REV", "MILK", 2, LedgerEvents.Noon(8), "undo-1", reverses: "back-1"));
        await ApplyAsync(_ledger.WithDocuments(MovementKinds.Reversal, "REV", "MILK", -5, LedgerEvents.Noon(9), "undo-2", reverses: "sale-1"));

        Assert.Equal(["2026-03-01 0"], await DemandAsync("REV"));
    }

    // The events are recorded on 2 March 2026.
    [Fact]
    public async Task Sales_of_long_ago_are_not_kept()
    {
        await ApplyAsync(_ledger.Location("OLD"), Sold("OLD", 5, 1, "sale-1"));
        await database.ExecuteAsync("insert into sale_day select 1, old, date '2025-06-01' from generate_series(1, 3) as old");
        await ApplyAsync(Sold("OLD", 1, 2, "sale-2"));
        await ApplyAsync(Sold("OLD", 1, 2, "sale-3"));
        await ApplyAsync(
            _ledger.WithDocuments(MovementKinds.Sale, "OLD", "MILK", 9, new(2025, 10, 1, 12, 0, 0, TimeSpan.Zero), "history"),
            Returned("OLD", 1, 2, "back-1", "history"));

        Assert.Equal(["2025-10-01 9", "2026-03-01 5", "2026-03-02 1"], await DemandAsync("OLD"));
        Assert.Equal(0L, await database.ReadAsync<long>("select count(*) from sale_day where day < date '2025-11-01'"));
    }

    private LoggedEvent Sold(string location, decimal quantity, int day, string id, string? reference = null) =>
        _ledger.WithDocuments(MovementKinds.Sale, location, "MILK", quantity, LedgerEvents.Noon(day), id, reference);

    private LoggedEvent Returned(string location, decimal quantity, int day, string id, string? reference) =>
        _ledger.WithDocuments(MovementKinds.CustomerReturn, location, "MILK", -quantity, LedgerEvents.Noon(day), id, reference);

    private Task ApplyAsync(params LoggedEvent[] events) => LedgerEvents.ApplyAsync(database, events);

    private Task<List<string>> DemandAsync(string location) => database.ReadLinesAsync(
        $"select day, trim_scale(quantity / 10000.0) from demand where location = '{location}' order by day");
}
