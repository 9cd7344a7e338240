-- Keeps a message from outside that was refused. The sender may have sent it again, corrected or not: what it sent last
-- is kept, unless the letter was applied already.
--
-- $1 topic text   $2 type text   $3 recorded_at timestamptz   $4 data bytea   $5 reason text   $6 sender text
-- $7 sender_event_id text
insert into dead_letter as letter (source, shard, sequence, type, recorded_at, data, reason, sender, sender_event_id)
values ($1, -1, nextval('dead_letter_from_outside_sequence'), $2, $3, $4, $5, $6, $7)
on conflict (source, sender, sender_event_id) where shard = -1 do update
set
    type = excluded.type,
    recorded_at = excluded.recorded_at,
    data = excluded.data,
    reason = excluded.reason,
    refused_at = now()
where letter.applied_at is null
