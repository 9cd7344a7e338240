using System.Runtime.InteropServices;
using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Positions;

/// <summary>What was sold and what moved, by item, location and business day.</summary>
/// <remarks>
/// These are sums of changes, so each movement may count once only: the consumer applies every event once, in the
/// transaction in which it notes how far it got.
/// </remarks>
internal static class DailyFacts
{
    private static readonly string ReadTimeZones = SqlFile.Of(typeof(DailyFacts), "read_time_zones.sql");
    private static readonly string AddDays = SqlFile.Of(typeof(DailyFacts), "add_stock_days.sql");
    private static readonly string SeeStock = SqlFile.Of(typeof(DailyFacts), "see_stock.sql");

    /// <param name="openings">What positions are whose movements are archived, and when that was stated.</param>
    public static async Task ApplyAsync(
        IReadOnlyList<MovementPostedV1> movements,
        IReadOnlyList<(OpeningBalancesStatedV1 Opening, DateTimeOffset StatedAt)> openings,
        NpgsqlTransaction transaction,
        CancellationToken token)
    {
        var lines = movements.SelectMany(movement => movement.Lines, (movement, line) => (Movement: movement, Line: line))
            .Where(one => one.Line is { Account: Accounts.OnHand or Accounts.Customer, Quantity: not 0 })
            .ToList();
        var opened = openings.SelectMany(one => one.Opening.Balances, (one, balance) => (one.StatedAt, Balance: balance))
            .Where(one => one.Balance.Account == Accounts.OnHand)
            .ToList();

        if (lines.Count == 0 && opened.Count == 0)
        {
            return;
        }

        var codes = lines.Select(one => one.Line.Location).Concat(opened.Select(one => one.Balance.Location)).Distinct().ToArray();
        var zones = (await transaction.Statement(ReadTimeZones).With(codes).ListAsync(row => (Code: row.GetString(0), Zone: row.GetString(1)), token))
            .ToDictionary(row => row.Code, row => row.Zone);
        var days = new Dictionary<(string Location, string Sku, DateOnly Day), (decimal Sold, decimal Moved)>();
        var seen = new Dictionary<(string Location, string Sku), (DateOnly First, DateOnly? Sold)>();

        foreach (var (movement, line) in lines)
        {
            var day = DayOf(line.OccurredAt ?? movement.OccurredAt, line.Location);
            var isSale = line.Account == Accounts.Customer;
            See(line.Location, line.Sku, day, isSale && line.Quantity > 0 ? day : null);

            if (day > DayOf(movement.RecordedAt, line.Location).AddDays(-StockDays.KeptDays))
            {
                ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(days, (line.Location, line.Sku, day), out _);
                sums = isSale ? (sums.Sold + line.Quantity, sums.Moved) : (sums.Sold, sums.Moved + line.Quantity);
            }
        }

        foreach (var (statedAt, balance) in opened)
        {
            See(balance.Location, balance.Sku, DayOf(statedAt, balance.Location), null);
        }

        await transaction.Statement(SeeStock)
            .With(seen.Keys.Select(key => key.Location).ToArray())
            .With(seen.Keys.Select(key => key.Sku).ToArray())
            .With(seen.Values.Select(value => value.First).ToArray())
            .With(seen.Values.Select(value => value.Sold).ToArray())
            .RunAsync(token);

        if (days.Count > 0)
        {
            await transaction.Statement(AddDays)
                .With(days.Keys.Select(key => key.Location).ToArray())
                .With(days.Keys.Select(key => key.Sku).ToArray())
                .With(days.Keys.Select(key => key.Day).ToArray())
                .With(days.Values.Select(value => value.Sold).ToArray())
                .With(days.Values.Select(value => value.Moved).ToArray())
                .RunAsync(token);
        }

        // The database reads the ends of the calendar as infinity.
        DateOnly DayOf(DateTimeOffset instant, string location)
        {
            var day = BusinessDay.Find(instant, zones.GetValueOrDefault(location, "UTC")) ?? DateOnly.FromDateTime(instant.UtcDateTime);

            return day < new DateOnly(1, 1, 2) ? new(1, 1, 2) : day > new DateOnly(9999, 12, 30) ? new(9999, 12, 30) : day;
        }

        void See(string location, string sku, DateOnly day, DateOnly? sold)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, (location, sku), out var isKnown);
            known = isKnown
                ? (day < known.First ? day : known.First, sold > (known.Sold ?? DateOnly.MinValue) ? sold : known.Sold)
                : (day, sold);
        }
    }
}
