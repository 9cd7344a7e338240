using Composerp.Contracts;
using Composerp.Forecasting.Tests.Service;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Forecasting.Tests.DemandHistory;

/// <summary>Each test has a location of its own.</summary>
public sealed class RecordDemandTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private static readonly DateOnly _first = new(2026, 3, 1);

    private readonly LedgerEvents _ledger = new();

    [Fact]
    public async Task Sales_of_a_day_are_added_up_in_one_batch_and_over_several()
    {
        await ApplyAsync(
            _ledger.Location("SUM"),
            _ledger.Sale("SUM", "MILK", 2, LedgerEvents.Noon(1)),
            _ledger.Sale("SUM", "MILK", 0.25m, LedgerEvents.Noon(1)),
            _ledger.Sale("SUM", "MILK", 5, LedgerEvents.Noon(2)),
            _ledger.Sale("SUM", "SALT", 1, LedgerEvents.Noon(2)));
        await ApplyAsync(_ledger.Sale("SUM", "MILK", 1, LedgerEvents.Noon(1)));

        Assert.Equal(["MILK 2026-03-01 3.25", "MILK 2026-03-02 5", "SALT 2026-03-02 1"], await DemandAsync("SUM"));
    }

    [Fact]
    public async Task What_came_back_lowers_the_demand_even_below_zero()
    {
        await ApplyAsync(
            _ledger.Location("BACK"),
            _ledger.Sale("BACK", "MILK", 3, LedgerEvents.Noon(1)),
            _ledger.Return("BACK", "MILK", 1, LedgerEvents.Noon(1)),
            _ledger.Return("BACK", "MILK", 2, LedgerEvents.Noon(2)));

        Assert.Equal(["MILK 2026-03-01 2", "MILK 2026-03-02 -2"], await DemandAsync("BACK"));
    }

    // Receipts and corrections move goods, but no customer wanted them. A sale entered after a later count carries a pair
    // of lines that keeps the count right: shelf against adjustment.
    [Fact]
    public async Task Only_what_customers_got_is_demand()
    {
        await ApplyAsync(
            _ledger.Location("ONLY"),
            _ledger.Movement(
                MovementKinds.Receipt,
                LedgerEvents.Noon(1),
                LedgerEvents.Line("ONLY", "MILK", Accounts.Supplier, -10),
                LedgerEvents.Line("ONLY", "MILK", Accounts.OnHand, 10)),
            _ledger.Movement(
                MovementKinds.Sale,
                LedgerEvents.Noon(1),
                LedgerEvents.Line("ONLY", "MILK", Accounts.OnHand, -4),
                LedgerEvents.Line("ONLY", "MILK", Accounts.Customer, 4),
                LedgerEvents.Line("ONLY", "MILK", Accounts.OnHand, 4, LedgerEvents.Noon(3)),
                LedgerEvents.Line("ONLY", "MILK", Accounts.Adjustment, -4, LedgerEvents.Noon(3))));

        Assert.Equal(["MILK 2026-03-01 4"], await DemandAsync("ONLY"));
    }

    // 2026-03-29 01:00 UTC is when Berlin skips an hour; New York is four hours behind UTC by then.
    [Theory]
    [InlineData("BER", "Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28")]
    [InlineData("BER", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")]
    [InlineData("BER", "Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("BER", "Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("NYC", "America/New_York", "2026-03-29T03:59:59Z", "2026-03-28")]
    [InlineData("NYC", "America/New_York", "2026-03-29T04:00:00Z", "2026-03-29")]
    [InlineData("KIR", "Pacific/Kiritimati", "2026-03-28T10:00:00Z", "2026-03-29")]
    [InlineData("UTC", "UTC", "2026-03-28T23:59:59Z", "2026-03-28")]
    public async Task A_sale_counts_for_the_business_day_of_its_location(string city, string timeZone, string occurredAt, string day)
    {
        var location = $"{city}-{occurredAt}";
        await ApplyAsync(_ledger.Location(location, timeZone), _ledger.Sale(location, "MILK", 1, DateTimeOffset.Parse(occurredAt, null)));

        Assert.Equal([$"MILK {day} 1"], await DemandAsync(location));
    }

    [Fact]
    public async Task A_time_zone_that_changes_counts_from_then_on()
    {
        var late = new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero);
        await ApplyAsync(
            _ledger.Location("MOVE"),
            _ledger.Sale("MOVE", "MILK", 1, late),
            _ledger.Location("MOVE", "Europe/Berlin"),
            _ledger.Sale("MOVE", "MILK", 2, late));
        await ApplyAsync(_ledger.Sale("MOVE", "MILK", 4, late));

        Assert.Equal(["MILK 2026-03-01 1", "MILK 2026-03-02 6"], await DemandAsync("MOVE"));
    }

    [Fact]
    public async Task A_day_seen_to_sell_nothing_is_known_and_takes_nothing_away()
    {
        await ApplyAsync(
            _ledger.Location("ZERO"),
            _ledger.Zeros("ZERO", ("MILK", _first), ("MILK", _first.AddDays(1))),
            _ledger.Sale("ZERO", "MILK", 2, LedgerEvents.Noon(2)));
        await ApplyAsync(_ledger.Zeros("ZERO", ("MILK", _first.AddDays(1)), ("SALT", _first.AddDays(3))));

        Assert.Equal(["MILK 2026-03-01 0", "MILK 2026-03-02 2", "SALT 2026-03-04 0"], await DemandAsync("ZERO"));
    }

    [Fact]
    public async Task Series_know_their_first_day_and_locations_their_first_and_last()
    {
        await ApplyAsync(_ledger.Location("DAYS"), _ledger.Sale("DAYS", "MILK", 1, LedgerEvents.Noon(5)));
        await ApplyAsync(_ledger.Sale("DAYS", "MILK", 1, LedgerEvents.Noon(2)), _ledger.Zeros("DAYS", ("MILK", _first.AddDays(8))));
        await ApplyAsync(_ledger.Sale("DAYS", "SALT", 1, LedgerEvents.Noon(4)), _ledger.Location("DAYS", "Asia/Tokyo"));

        Assert.Equal(
            ["MILK 2026-03-02", "SALT 2026-03-04"],
            await database.ReadLinesAsync("select sku, first_day from series where location = 'DAYS' order by sku"));
        Assert.Equal(
            ["2026-03-02 2026-03-09"],
            await database.ReadLinesAsync("select first_day, last_day from location where code = 'DAYS'"));
    }

    [Fact]
    public async Task Items_and_locations_are_as_they_were_last_described()
    {
        await ApplyAsync(_ledger.Item("NUT", "Nut"), _ledger.Item("NUT", "Hex nut", "Fasteners"), _ledger.Location("LAST"));
        await ApplyAsync(_ledger.Location("LAST", "Asia/Tokyo"));

        Assert.Equal(["NUT Hex nut Fasteners each"], await database.ReadLinesAsync("select sku, name, category, unit from item"));
        Assert.Equal(
            [$"LAST {Shards.OfLocation("LAST")} Asia/Tokyo"],
            await database.ReadLinesAsync("select code, shard, time_zone from location where code = 'LAST'"));
    }

    [Fact]
    public async Task What_can_never_be_counted_is_refused_and_leaves_nothing_behind()
    {
        await ApplyAsync(_ledger.Location("REFUSE"));
        var good = _ledger.Sale("REFUSE", "MILK", 1, LedgerEvents.Noon(1));

        await RefusesAsync(good, _ledger.Location("REFUSE", "Mars/Olympus_Mons"));
        await RefusesAsync(good, _ledger.Sale("NOWHERE", "MILK", 1, LedgerEvents.Noon(1)));
        await RefusesAsync(good, _ledger.Sale("REFUSE", "MILK", 0.00001m, LedgerEvents.Noon(1)));
        await RefusesAsync(good, _ledger.Sale("REFUSE", "MILK", 1, DateTimeOffset.MinValue));
        await RefusesAsync(good, new(Shards.OfLocation("REFUSE"), 9, EventTypes.MovementPosted, LedgerEvents.Noon(1), "{}"u8.ToArray()));

        Assert.Empty(await DemandAsync("REFUSE"));
    }

    [Fact]
    public async Task Events_of_other_kinds_are_passed_over() =>
        await ApplyAsync(new LoggedEvent(1, 1, "composerp.inventory.shelf-painted.v1", LedgerEvents.Noon(1), "blue"u8.ToArray()));

    private async Task RefusesAsync(params LoggedEvent[] events) =>
        await Assert.ThrowsAsync<EventRefusedException>(() => ApplyAsync(events));

    private Task ApplyAsync(params LoggedEvent[] events) => LedgerEvents.ApplyAsync(database, events);

    private Task<List<string>> DemandAsync(string location) => database.ReadLinesAsync(
        $"select sku, day, trim_scale(quantity / 10000.0) from demand where location = '{location}' order by sku, day");
}
