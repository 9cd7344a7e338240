-- Creates or changes what holds for a location as a whole.
--
-- $1 location text   $2 share rule text   $3 storage volume numeric (null: nothing limits it)
-- $4 actor text (null: not told)   $5 now timestamptz
insert into location_terms (location, share_rule, storage_volume, changed_by, changed_at)
values ($1, $2, $3, $4, $5)
on conflict (location) do update
set
    share_rule = excluded.share_rule,
    storage_volume = excluded.storage_volume,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
