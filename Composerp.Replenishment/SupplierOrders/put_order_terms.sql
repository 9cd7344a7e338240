-- Creates or changes what holds for an order at a supplier as a whole.
--
-- $1 supplier text   $2 terms text (json)   $3 actor text (null: not told)   $4 now timestamptz
--
-- Raises foreign_key_violation where the supplier is not known.
insert into supplier_order_terms (supplier, terms, changed_by, changed_at)
values ($1, $2::json, $3, $4)
on conflict (supplier) do update
set
    terms = excluded.terms,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
