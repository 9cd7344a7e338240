-- Takes what is left of a purchase order off order. $1 shard smallint   $2 location text   $3 purchase order text
delete from on_order
where shard = $1 and location = $2 and purchase_order = $3
