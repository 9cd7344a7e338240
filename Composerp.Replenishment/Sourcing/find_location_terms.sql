-- What holds for a location as a whole.
--
-- $1 location text
select
    location_terms.location,
    location_terms.share_rule,
    trim_scale(location_terms.storage_volume) as storage_volume,
    location_terms.changed_by,
    location_terms.changed_at
from location_terms
where location_terms.location = $1
