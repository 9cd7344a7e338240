-- Whether a location and an item are known. $1 location text or null   $2 sku text or null
select
    $1::text is null or exists (select from location where code = $1),
    $2::text is null or exists (select from item where sku = $2) or exists (select from series where sku = $2)
