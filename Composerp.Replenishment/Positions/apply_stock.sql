-- Takes over balances of the ledger's positions. A repeat, or an older balance than the one known, changes nothing:
-- the ledger counts the versions of every position.
--
-- The arrays are parallel, each position once:
-- $1 locations text[]   $2 skus text[]   $3 accounts text[]   $4 lots text[] (empty: goods without one)
-- $5 quantities numeric[] (the balance, not the change)   $6 versions bigint[]
-- $7 last days on which the lots may be sold date[] (null: any day)
insert into stock (location, sku, account, lot, quantity, version, expires_on)
select told.location, told.sku, told.account, told.lot, told.quantity, told.version, told.expires_on
from unnest($1, $2, $3, $4, $5, $6, $7) as told (location, sku, account, lot, quantity, version, expires_on)
-- In the order of the key, so that two writers cannot wait for each other.
order by told.location, told.sku, told.account, told.lot
on conflict (location, sku, account, lot) do update
set
    quantity = excluded.quantity,
    version = excluded.version,
    expires_on = excluded.expires_on
where stock.version < excluded.version
