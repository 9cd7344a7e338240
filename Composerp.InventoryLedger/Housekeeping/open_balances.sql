-- Keeps what positions of a shard were at the end of a range: the last entry of each in it tells; of those without one, what was
-- kept before. Done twice it changes nothing.
--
-- $1 shard smallint   $2 last sequence of the range bigint
insert into opening_balance (shard, through_sequence, position_id, balance, version, value)
select
    $1, $2,
    coalesce(moved.position_id, opening.position_id),
    case when moved.position_id is null then opening.balance else moved.balance end,
    case when moved.position_id is null then opening.version else moved.version end,
    case when moved.position_id is null then opening.value else moved.value_balance end
from (
    select distinct on (position_id) position_id, balance, version, value_balance
    from entry
    where shard = $1 and sequence <= $2
    order by position_id, sequence desc, line desc
) as moved
full join (select position_id, balance, version, value from opening where shard = $1) as opening
    on opening.position_id = moved.position_id
on conflict (shard, position_id, through_sequence) do nothing
