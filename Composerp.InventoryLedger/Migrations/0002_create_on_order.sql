-- What approved purchase orders still bring. A row goes when its order is closed.

create table on_order (
    quantity bigint not null,
    -- Receipts that named the order; more than was ordered where the supplier sent more.
    received bigint not null,
    shard smallint not null,
    expected_on date not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    purchase_order text collate "C" not null,
    supplier text not null,
    primary key (shard, location, sku, purchase_order)
);

create index on_order_by_item on on_order (sku, shard, location);
