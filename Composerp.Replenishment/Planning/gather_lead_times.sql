-- Lead times of lanes where those that were measured count, not the stated ones. Everything that planning knows of measured
-- lead times comes from here.
select used_lead_time.supplier, used_lead_time.location, used_lead_time.days, used_lead_time.counts
from used_lead_time
