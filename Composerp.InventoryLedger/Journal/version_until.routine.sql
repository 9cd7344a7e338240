-- The version that a position had at a past moment: that of its last entry which was recorded by then, and which stands in
-- the log no later than a place, if one is given. 0 where it had none yet.
--
-- Versions have no gap, and both the time and the place grow with them: so this looks at the last one, and then halves what
-- is left. Of 200,000 entries it looks at 19. Entries that are archived were recorded by any moment that may be asked for.
create or replace function version_until(
    of_shard smallint, of_position bigint, last_version bigint, moment timestamptz, place_sequence bigint, place_line smallint
)
returns bigint
language plpgsql
stable
parallel safe
as $$
declare
    low bigint := 0;
    high bigint := last_version;
    looked_at bigint := last_version;
    is_after boolean;
begin
    while low < high loop
        select
            entry.recorded_at > moment
            or (place_sequence is not null and (entry.sequence, entry.line) > (place_sequence, place_line))
        into is_after
        from entry
        where entry.shard = of_shard and entry.position_id + 0 = of_position and entry.version = looked_at;

        if is_after then
            high := looked_at - 1;
        else
            low := looked_at;
        end if;

        looked_at := (low + high + 1) / 2;
    end loop;

    return low;
end
$$;
