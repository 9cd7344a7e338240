using System.Runtime.InteropServices;
using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.Positions;

/// <summary>Stock by location, item, account and lot, as the ledger's lines tell it.</summary>
internal static class StockStore
{
    private static readonly string ApplyStock = SqlFile.Of(typeof(StockStore), "apply_stock.sql");

    /// <summary>Takes over the newest balance of every position that the movements touched.</summary>
    /// <remarks>Balances, not changes: applying a movement twice, or an old one late, is harmless.</remarks>
    public static async Task ApplyAsync(IEnumerable<MovementPostedV1> movements, NpgsqlTransaction transaction, CancellationToken token)
    {
        var newest = new Dictionary<Position, (decimal Balance, long Version)>();

        foreach (var line in movements.SelectMany(movement => movement.Lines))
        {
            if (line is not { Version: { } version, Balance: { } balance, Account: Accounts.OnHand or Accounts.InTransit })
            {
                continue;
            }

            var position = new Position(line.Location, line.Sku, line.Account, line.Lot ?? "");
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, position, out _);

            if (version > known.Version)
            {
                known = (balance, version);
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
            .RunAsync(token);
    }

    private readonly record struct Position(string Location, string Sku, string Account, string Lot);
}
