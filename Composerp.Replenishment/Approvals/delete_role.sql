-- Takes a role's limits away. $1 role text
delete from approval_limit where role = $1
