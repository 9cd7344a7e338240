-- Begins a new epoch, which ends all earlier ones, and returns it.
update relay set epoch = epoch + 1
returning epoch
