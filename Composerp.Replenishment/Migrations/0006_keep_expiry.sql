-- Until when lots may be sold: a plan does not count on what will be too old by then.

alter table stock add column expires_on date;

create index stock_expiring on stock (location, sku, expires_on)
where expires_on is not null and account = 'ON_HAND' and quantity > 0;
