-- What a forecast run told of how earlier forecasts of its shard compare with what was sold, in units; null from an older
-- version, and where nothing could be compared. The final error is null where nothing was adjusted.
alter table forecast_run
add column compared_demand double precision,
add column absolute_error double precision,
add column final_absolute_error double precision;
