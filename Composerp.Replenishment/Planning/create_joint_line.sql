-- What the conditions of whole orders did to lines of theirs; gone at the end of the transaction.
create temporary table joint_line (
    -- Of the table planned.
    planned_id uuid not null,
    order_id uuid not null,
    -- In one of the lines of an order the order itself.
    body text,
    line integer not null,
    quantity numeric(19, 4) not null,
    words text not null
) on commit drop
