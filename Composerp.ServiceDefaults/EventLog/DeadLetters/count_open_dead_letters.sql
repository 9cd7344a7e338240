-- How many dead letters wait, by source.
select source, count(*) from dead_letter
where applied_at is null
group by source
