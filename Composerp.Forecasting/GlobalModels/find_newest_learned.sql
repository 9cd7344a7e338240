-- What a run uses that does not learn itself: the newest that did not look beyond its origin.
--
-- $1 origin date   $2 horizon_days integer
-- Returns the model and the run of the launches, null where there is none.
select
    (
        select version
        from global_model
        where origin <= $1 and horizon_days >= $2
        order by version desc
        limit 1
    ),
    (
        select run_id
        from item_launches
        where origin <= $1
        order by origin desc, run_id desc
        limit 1
    )
