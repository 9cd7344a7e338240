-- Lists of proposals: by value, and of one run.
create index proposal_by_value on proposal (status, (quantity * unit_cost) desc, id desc);
create index proposal_of_value on proposal ((quantity * unit_cost) desc, id desc);
create index proposal_of_run on proposal (run_id, location, sku, id);

-- Without a status every supplier's and every item's would have to be sorted.
create index proposal_of_supplier_listed on proposal (supplier, location, sku, id);

-- How many a run made, and what they are worth, is not evenly spread.
analyze proposal;

-- Derivations are most of what a run writes. Where the server can, with a compression that takes a fifth of the time.
do $$
begin
    if exists (select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)) then
        alter table proposal alter column derivation set compression lz4;
    end if;
end
$$;
