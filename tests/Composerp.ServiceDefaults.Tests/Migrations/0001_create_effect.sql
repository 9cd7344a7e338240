-- What the test services' handlers did, in the order in which they did it; nothing here forbids doing a thing twice.
create table effect (
    id bigint generated always as identity primary key,
    source text not null,
    shard integer not null,
    sequence bigint not null,
    data text not null
);
