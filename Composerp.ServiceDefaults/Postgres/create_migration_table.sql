-- Remembers which migrations were applied. Run under the migrations' advisory lock.
create table if not exists schema_migration (
    series text not null,
    number integer not null,
    name text not null,
    -- SHA-256 of the file: an applied migration is history and does not change.
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (series, number)
)
