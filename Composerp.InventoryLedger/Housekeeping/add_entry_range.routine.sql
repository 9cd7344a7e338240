-- Adds an empty range of entries. Made apart and attached: that locks the default partition, and no range in use.
create or replace function add_entry_range(low bigint, high bigint)
returns void
language plpgsql
as $$
begin
    execute format('create table entry_%s (like entry including defaults including constraints)', low);
    execute format('alter table entry attach partition entry_%s for values from (%s) to (%s)', low, low, high);
end
$$;
