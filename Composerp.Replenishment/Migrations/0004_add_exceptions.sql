-- Plans by calendars and commitments.

-- Another calendar of a supplier moves the orders of all its items, one of a location those of all that is there.

create function note_change_of_supplier_calendar() returns trigger language plpgsql as $$
begin
    insert into planning_change (sku)
    select distinct supplier_item.sku
    from changed
    join supplier_item on supplier_item.supplier = changed.supplier;

    return null;
end
$$;

create trigger supplier_calendar_inserted
after insert on supplier_calendar
referencing new table as changed
for each statement execute function note_change_of_supplier_calendar();

create trigger supplier_calendar_updated
after update on supplier_calendar
referencing new table as changed
for each statement execute function note_change_of_supplier_calendar();

create trigger location_calendar_inserted
after insert on location_calendar
referencing new table as changed
for each statement execute function note_change_of_lane();

create trigger location_calendar_updated
after update on location_calendar
referencing new table as changed
for each statement execute function note_change_of_lane();

-- What a location has to ship for transfers is a change there too.

create or replace function note_change_of_order() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct place.location, changed.sku
    from changed
    join purchase_order on purchase_order.id = changed.purchase_order_id
    cross join lateral (values (purchase_order.location), (purchase_order.source)) as place (location)
    where place.location is not null;

    return null;
end
$$;

create or replace function note_change_of_order_status() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct place.location, line.sku
    from changed
    join purchase_order_line as line on line.purchase_order_id = changed.id
    cross join lateral (values (changed.location), (changed.source)) as place (location)
    where place.location is not null;

    return null;
end
$$;
