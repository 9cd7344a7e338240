-- Removes opening balances that later ones replaced. $1 shard smallint   $2 limit integer
delete from opening_balance
where shard = $1 and (position_id, through_sequence) in (
    select old.position_id, old.through_sequence
    from opening_balance as old
    join archive on archive.shard = old.shard and archive.through_sequence > old.through_sequence
    where old.shard = $1
    limit $2
)
