-- Takes over balances of the ledger's positions. A repeat, or an older balance than the one known, changes nothing:
-- the ledger counts the versions of every position.
--
-- The arrays are parallel, each position once:
-- $1 locations text[]   $2 skus text[]   $3 accounts text[]   $4 lots text[] (empty: goods without one)
-- $5 quantities numeric[] (the balance, not the change)   $6 versions bigint[]
insert into stock (location, sku, account, lot, quantity, version)
select told.location, told.sku, told.account, told.lot, told.quantity, told.version
from unnest($1, $2, $3, $4, $5, $6) as told (location, sku, account, lot, quantity, version)
-- In the order of the key, so that two writers cannot wait for each other.
order by told.location, told.sku, told.account, told.lot
on conflict (location, sku, account, lot) do update
set
    quantity = excluded.quantity,
    version = excluded.version
where stock.version < excluded.version
