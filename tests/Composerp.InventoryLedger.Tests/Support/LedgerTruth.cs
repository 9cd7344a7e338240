using Npgsql;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>What must hold of the tables at any time, whatever was posted by whomever.</summary>
internal static class LedgerTruth
{
    private static readonly (string Claim, string Violations)[] _claims =
    [
        ("every movement sums to zero per item", """
            select movement_id, sku from entry join position on position.shard = entry.shard and position.id = entry.position_id
            where contra in ('ON_HAND', 'RESERVED', 'DAMAGED', 'IN_TRANSIT')
            group by movement_id, sku having sum(quantity) <> 0
            """),
        ("positions are the fold of their entries", """
            select shard, position_id, sum(quantity)::bigint, max(version), coalesce(sum(value), 0)::bigint
            from entry group by shard, position_id
            except select shard, id, balance, version, value from position
            """),
        ("every position has entries, or carries the pool of those that have", """
            select shard, id from position where version > 0
            except select shard, position_id from entry
            """),
        ("the worth of goods is the fold of the values", """
            select shard, location, sku from position
            group by shard, location, sku
            having sum(value) <> sum(pool_value) or sum(balance - uncosted) <> sum(pool_quantity)
            """),
        ("layers are the goods of their pool", """
            select 1 from position
            join item on item.sku = position.sku and item.valuation = 'fifo'
            left join lateral (
                select sum(quantity) as quantity, sum(value) as value from cost_layer
                where cost_layer.shard = position.shard and cost_layer.location = position.location and cost_layer.sku = position.sku
            ) as layers on true
            where lot = '' and account = 'ON_HAND'
                and (greatest(pool_quantity, 0) <> coalesce(layers.quantity, 0)
                    or (pool_quantity >= 0 and pool_value <> coalesce(layers.value, 0)))
            """),
        ("what is held is what is reserved", """
            select shard, location, sku, lot, balance from position where account = 'RESERVED' and balance <> 0
            except
            select shard, location, sku, lot, sum(open)::bigint from reservation group by shard, location, sku, lot
            """),
        ("every piece is where its serial number is", """
            select sku, lot, location from position join item using (sku)
            where tracking = 'serial' and lot <> '' and balance > 0 group by sku, lot, location
            except select sku, serial, location from serial
            """),
        ("every serial number is a piece in one place", """
            select sku, serial, location from serial
            except select sku, lot, location from position
            where balance > 0 group by sku, lot, location having sum(balance) = 10000 and count(*) = 1
            """),
        ("where there are no goods there is no worth", """
            select 1 from position where pool_quantity = 0 and pool_value <> 0
            """),
        ("snapshots are the sums of what occurred until then", """
            select 1 from position_snapshot as snapshot
            cross join lateral (
                select coalesce(sum(quantity), 0) as balance, coalesce(sum(value), 0) as value from entry
                where entry.shard = snapshot.shard and entry.position_id = snapshot.position_id and entry.occurred_at <= snapshot.at
            ) as fold
            where snapshot.balance <> fold.balance or snapshot.value <> fold.value
            """),
        ("versions are contiguous and balances run", """
            select 1 from (
                select version, balance, value_balance,
                    row_number() over place as expected_version, sum(quantity) over place as expected_balance,
                    sum(coalesce(value, 0)) over place as expected_value
                from entry
                window place as (partition by shard, position_id order by version)
            ) as history
            where version <> expected_version or balance <> expected_balance or value_balance <> expected_value
            """),
        ("the order of versions is the order of the log", """
            select 1 from (
                select version, row_number() over (partition by shard, position_id order by sequence, line) as place
                from entry
            ) as history
            where version <> place
            """),
        ("sequences are contiguous to the heads", """
            select event_shard.shard from event_shard
            left join (
                select shard, sequence from entry union select shard, sequence from event
            ) as logged using (shard)
            group by event_shard.shard, last_sequence
            having count(logged.sequence) <> last_sequence or coalesce(max(logged.sequence), 0) <> last_sequence
            """),
        ("recorded times never decrease within a shard", """
            select 1 from (
                select recorded_at, lag(recorded_at) over (partition by shard order by sequence) as earlier
                from (select shard, sequence, recorded_at from entry union select shard, sequence, recorded_at from event) as logged
            ) as log
            where recorded_at < earlier
            """),
        ("every entry belongs to a remembered movement, and points back at it", """
            select movement_id, shard, sequence from entry
            except (
                select id, shard, sequence from movement_id
                union all select id, other_shard, other_sequence from movement_id
            )
            """),
        ("no balance is below zero without leave", """
            select 1 from position where balance < 0 and not is_floor_lifted
            """),
    ];

    public static async Task AssertHoldsAsync(NpgsqlDataSource database)
    {
        foreach (var (claim, violations) in _claims)
        {
            await using var command = database.CreateCommand($"select count(*) from ({violations}) as violation");
            Assert.True(await command.ExecuteScalarAsync() is 0L, $"It does not hold that {claim}.");
        }
    }
}
