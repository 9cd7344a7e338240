-- Names of who delivers and who receives; the code where there is no name.
--
-- $1 supplier text (null: a transfer)   $2 source text (null: a purchase)   $3 location text
select
    coalesce(
        (select supplier.name from supplier where supplier.code = $1::text),
        (select location.name from location where location.code = $2::text),
        $1, $2
    ) as delivers,
    coalesce((select location.name from location where location.code = $3::text), $3) as receives
