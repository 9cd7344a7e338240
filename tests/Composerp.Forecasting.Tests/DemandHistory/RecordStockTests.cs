using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Tests.Service;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.Tests.DemandHistory;

/// <summary>Each test has a location of its own.</summary>
public sealed class RecordStockTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private readonly LedgerEvents _ledger = new();

    [Fact]
    public async Task Stock_changes_add_up_by_quarters_of_an_hour_over_batches_and_lots()
    {
        await ApplyAsync(
            _ledger.Location("ADD", "Europe/Berlin"),
            _ledger.Receipt("ADD", "MILK", 10, At(2, "08:00")),
            _ledger.Sale("ADD", "MILK", 2, At(2, "08:10")),
            _ledger.Sale("ADD", "MILK", 1, At(2, "22:59")));
        await ApplyAsync(_ledger.Sale("ADD", "MILK", 0.5m, At(2, "08:14")), _ledger.Sale("ADD", "MILK", 1, At(2, "23:00")));
        await ApplyAsync(_ledger.Sale("ADD", "MILK", 1, At(2, "12:00")));
        await ApplyAsync(_ledger.Sale("ADD", "MILK", 1, At(2, "12:01")));

        Assert.Equal(["MILK 3.5 2026-03-02"], await StockAsync("ADD"));

        // By the clock of Berlin; what was sold after its midnight is the next day's.
        Assert.Equal(
            ["2026-03-02 36 7.5", "2026-03-02 52 -2", "2026-03-02 95 -1", "2026-03-03 0 -1"],
            await ChangesAsync("ADD"));
    }

    [Fact]
    public async Task Late_news_change_the_day_of_which_they_tell()
    {
        await ApplyAsync(
            _ledger.Location("LATE"),
            _ledger.Receipt("LATE", "MILK", 5, At(2, "08:00")),
            _ledger.Sale("LATE", "MILK", 5, At(4, "08:00")));
        await ApplyAsync(_ledger.Receipt("LATE", "MILK", 7, At(3, "10:00")));

        Assert.Equal(["MILK 7 2026-03-02"], await StockAsync("LATE"));
        Assert.Equal(["2026-03-02 32 5", "2026-03-03 40 7", "2026-03-04 32 -5"], await ChangesAsync("LATE"));
    }

    [Fact]
    public async Task What_is_promised_or_damaged_is_not_free()
    {
        await ApplyAsync(
            _ledger.Location("FREE"),
            _ledger.Receipt("FREE", "MILK", 5, At(2, "08:00")),
            _ledger.Movement(
                MovementKinds.Reservation, At(2, "09:00"),
                LedgerEvents.Line("FREE", "MILK", Accounts.OnHand, -2), LedgerEvents.Line("FREE", "MILK", Accounts.Reserved, 2)),
            _ledger.Movement(
                MovementKinds.Sale, At(3, "09:00"),
                LedgerEvents.Line("FREE", "MILK", Accounts.Reserved, -2), LedgerEvents.Line("FREE", "MILK", Accounts.Customer, 2)));

        Assert.Equal(["MILK 3 2026-03-02"], await StockAsync("FREE"));
        Assert.Equal(["2026-03-02 32 5", "2026-03-02 36 -2"], await ChangesAsync("FREE"));
    }

    // Who begins to read behind archived movements takes the balances over; who has read on knows them.
    [Fact]
    public async Task Opening_balances_are_taken_over_once_and_only_of_what_is_not_known()
    {
        OpeningBalanceV1 lot = new("OPEN", "MILK", Accounts.OnHand, 4, 1, 0, "L1"), other = lot with { Lot = "L2", Balance = 2 };
        var promised = lot with { Account = Accounts.Reserved, Balance = 100 };

        await ApplyAsync(_ledger.Location("OPEN"), _ledger.Opening(lot, promised));
        await ApplyAsync(_ledger.Opening(other), _ledger.Sale("OPEN", "MILK", 1, At(3, "09:00")), _ledger.Opening(lot));
        await ApplyAsync(_ledger.Opening(lot with { Balance = 5 }, lot with { Sku = "SALT" }));

        Assert.Equal(["MILK 5 2026-03-02", "SALT 4 2026-03-02"], await StockAsync("OPEN"));
    }

    // As the migration leaves the series of an older version.
    [Fact]
    public async Task Stock_whose_beginning_was_not_followed_stays_unknown()
    {
        await database.ExecuteAsync($"insert into item_stock values ({Shards.OfLocation("HALF")}, 'HALF', 'MILK', 0, null, false)");
        await ApplyAsync(_ledger.Location("HALF"), _ledger.Sale("HALF", "MILK", 1, At(3, "09:00")), _ledger.Receipt("HALF", "MILK", 1, At(4, "09:00")));

        Assert.Equal(["MILK 0 "], await StockAsync("HALF"));
        await using var host = new ForecastingHost(database);
        var series = (await host.GetAsync<Page<SeriesSummary>>("/v1/series?location=HALF")).Items.Single();
        Assert.Equal(((decimal?)null, (DateOnly?)null), (series.Stock, series.StockSince));
        Assert.DoesNotContain("stock-out", await host.Client.GetStringAsync("/v1/demand-history?location=HALF&sku=MILK", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_times_of_the_day_at_which_a_live_location_sells_are_counted()
    {
        await ApplyAsync(
            _ledger.Location("LIVE", goLive: new(2026, 3, 3)),
            _ledger.Sale("LIVE", "MILK", 5, At(2, "12:00")),
            _ledger.Sale("LIVE", "MILK", 5, At(3, "09:00")),
            _ledger.Return("LIVE", "MILK", 1, At(3, "11:00")),
            _ledger.Sale("LIVE", "SALT", 1, At(4, "09:14")));
        await ApplyAsync(_ledger.Sale("LIVE", "SALT", 1, At(4, "09:15")));

        Assert.Equal(
            ["36 2", "37 1"],
            await database.ReadLinesAsync("select slot, sales from sales_profile where location = 'LIVE' order by slot"));
    }

    private Task ApplyAsync(params LoggedEvent[] events) => LedgerEvents.ApplyAsync(database, events);

    private Task<List<string>> StockAsync(string location) => database.ReadLinesAsync(
        $"select sku, trim_scale(quantity / 10000.0), first_day from item_stock where location = '{location}' order by sku");

    private Task<List<string>> ChangesAsync(string location) => database.ReadLinesAsync($"""
        select day, slot, trim_scale(change / 10000.0)
        from stock_change cross join unnest(slots, changes) as moved (slot, change)
        where location = '{location}'
        order by day, slot
        """);

    private static DateTimeOffset At(int day, string time) => new(new(2026, 3, day), TimeOnly.Parse(time, null), TimeSpan.Zero);
}
