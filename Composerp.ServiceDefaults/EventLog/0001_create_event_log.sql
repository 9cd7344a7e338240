-- The event log: heads of the shards, the log of services that have no log in their business tables, how far the relay
-- got, how far each consumer got, and what consumers refused.

create table event_shard (
    shard smallint primary key,
    last_sequence bigint not null default 0,
    -- The database's clock when the last sequence was taken; a later one is never below it.
    last_recorded_at timestamptz not null default '-infinity'
) with (fillfactor = 50);

-- 0 to 63 are the shards of locations, 64 is master data.
insert into event_shard (shard)
select generate_series(0, 64);

create table event (
    shard smallint not null references event_shard,
    sequence bigint not null,
    type text not null,
    recorded_at timestamptz not null,
    data bytea not null,
    primary key (shard, sequence)
);

-- Only the holder of the current epoch may move published_sequence.
create table relay (
    id boolean primary key default true check (id),
    epoch bigint not null default 0
);

insert into relay default values;

create table relay_position (
    shard smallint primary key references event_shard,
    published_sequence bigint not null default 0
) with (fillfactor = 50);

insert into relay_position (shard)
select shard from event_shard;

create table consumer_position (
    source text not null,
    shard smallint not null,
    sequence bigint not null default 0,
    primary key (source, shard)
) with (fillfactor = 50);

-- What this service's code refused. An event of another service's log stands under its source, shard and sequence.
-- A message from outside stands under its topic, shard -1 and a number of ours, and names its sender and the sender's id.
create table dead_letter (
    source text not null,
    shard smallint not null,
    sequence bigint not null,
    type text not null,
    recorded_at timestamptz not null,
    data bytea not null,
    reason text not null,
    refused_at timestamptz not null default now(),
    applied_at timestamptz,
    applied_by text,
    sender text,
    sender_event_id text,
    primary key (source, shard, sequence),
    constraint dead_letter_from_outside_names_its_sender
    check (shard <> -1 or (sender is not null and sender_event_id is not null))
);

create index dead_letter_open on dead_letter (source, shard, sequence) where applied_at is null;

-- A sender may send again: one refusal each.
create unique index dead_letter_from_outside on dead_letter (source, sender, sender_event_id) where shard = -1;

create sequence dead_letter_from_outside_sequence;
