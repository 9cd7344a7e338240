-- What is known of locations, and what holds for them as a whole.
select
    location.code,
    location.kind,
    location.time_zone,
    location.go_live,
    location.allows_negative,
    location_terms.share_rule,
    trim_scale(location_terms.storage_volume) as storage_volume
from location
left join location_terms on location_terms.location = location.code
