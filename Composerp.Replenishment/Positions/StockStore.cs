using System.Runtime.InteropServices;
using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Positions;

/// <summary>Stock by location, item, account and lot, as the ledger's lines tell it.</summary>
internal static class StockStore
{
    private static readonly string ApplyStock = SqlFile.Of(typeof(StockStore), "apply_stock.sql");

    /// <summary>Takes over the newest balance of every position that is told of.</summary>
    /// <remarks>Balances, not changes: applying a movement twice, or an old one late, is harmless.</remarks>
    /// <param name="openings">What positions are whose movements are archived, perhaps.</param>
    public static async Task ApplyAsync(
        IEnumerable<MovementPostedV1> movements,
        IEnumerable<OpeningBalancesStatedV1> openings,
        NpgsqlTransaction transaction,
        CancellationToken token)
    {
        var moved = movements.SelectMany(movement => movement.Lines)
            .Select(line => (Position: Position.Of(line.Location, line.Sku, line.Account, line.Lot), line.Balance, line.Version, line.ExpiresOn));
        var opened = openings.SelectMany(opening => opening.Balances)
            .Select(one => (Position: Position.Of(one.Location, one.Sku, one.Account, one.Lot), (decimal?)one.Balance, (long?)one.Version, one.ExpiresOn));
        var newest = new Dictionary<Position, (decimal Balance, long Version, DateOnly? ExpiresOn)>();

        foreach (var told in moved.Concat(opened))
        {
            if (told is not ({ Account: Accounts.OnHand or Accounts.InTransit } position, { } balance, { } version, var expiresOn))
            {
                continue;
            }

            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, position, out _);

            if (version > known.Version)
            {
                known = (balance, version, expiresOn);
            }
        }

        if (newest.Count == 0)
        {
            return;
        }

        await transaction.Statement(ApplyStock)
            .With(newest.Keys.Select(position => position.Location).ToArray())
            .With(newest.Keys.Select(position => position.Sku).ToArray())
            .With(newest.Keys.Select(position => position.Account).ToArray())
            .With(newest.Keys.Select(position => position.Lot).ToArray())
            .With(newest.Values.Select(value => value.Balance).ToArray())
            .With(newest.Values.Select(value => value.Version).ToArray())
            .With(newest.Values.Select(value => value.ExpiresOn).ToArray())
            .RunAsync(token);
    }

    private readonly record struct Position(string Location, string Sku, string Account, string Lot)
    {
        public static Position Of(string location, string sku, string account, string? lot) => new(location, sku, account, lot ?? "");
    }
}
