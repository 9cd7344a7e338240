-- Imports: what came of each, and the rows that were refused.

create table import (
    id text collate "C" primary key,
    -- items, locations, opening-stock, sales or counts.
    kind text not null,
    source text not null,
    actor text,
    is_dry_run boolean not null,
    -- running, completed or failed; running without a sign of life means failed.
    status text not null,
    rows bigint not null,
    posted bigint not null,
    already_posted bigint not null,
    zeros bigint not null,
    refused bigint not null,
    -- Sum of what was posted, in units.
    quantity numeric not null,
    -- Why a failed import failed, and where in the file.
    problem_type text,
    problem_reason text,
    problem_line bigint,
    problem_column bigint,
    started_at timestamptz not null,
    -- While running, written every second.
    alive_at timestamptz not null,
    completed_at timestamptz,
    constraint import_status_known check (status in ('running', 'completed', 'failed'))
);

create index import_by_start on import (started_at, id);

create table import_error (
    import_id text collate "C" not null references import on delete cascade,
    line bigint not null,
    -- Position of the field's first character in its line, from 1.
    column_number bigint not null,
    field text collate "C" not null,
    type text not null,
    reason text not null,
    primary key (import_id, line, column_number, field)
);
