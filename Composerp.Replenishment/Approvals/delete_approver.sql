-- Takes an actor's role away. $1 name text
delete from approver where actor = $1
