using Npgsql;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>What must hold of the tables at any time, whatever was posted by whomever.</summary>
internal static class LedgerTruth
{
    private static readonly (string Claim, string Violations)[] _claims =
    [
        ("every movement sums to zero per item", """
            select movement_id, sku from entry group by movement_id, sku having sum(quantity) <> 0
            """),
        ("positions are the fold of their entries", """
            select shard, location, sku, lot, account, sum(quantity)::bigint, max(version)
            from entry where version is not null group by shard, location, sku, lot, account
            except select shard, location, sku, lot, account, balance, version from position
            """),
        ("every position has entries", """
            select shard, location, sku, lot, account from position
            except select shard, location, sku, lot, account from entry where version is not null
            """),
        ("versions are contiguous and balances run", """
            select 1 from (
                select version, balance,
                    row_number() over place as expected_version, sum(quantity) over place as expected_balance
                from entry where version is not null
                window place as (partition by shard, location, sku, lot, account order by version)
            ) as history
            where version <> expected_version or balance <> expected_balance
            """),
        ("the order of versions is the order of the log", """
            select 1 from (
                select version, row_number() over (partition by shard, location, sku, lot, account order by sequence, line) as place
                from entry where version is not null
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
