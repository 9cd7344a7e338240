-- Who has which role. $1 name of the last row of the page before text (null: first page)   $2 rows integer
select approver.actor, approver.role, approver.changed_by, approver.changed_at
from approver
where $1::text is null or approver.actor > $1
order by approver.actor
limit $2
