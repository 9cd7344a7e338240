-- Ends this transaction, and the locks that it is about to take, when its client is not heard for a minute: the machine of a
-- consumer that lost its power closes no connection.
select set_config('idle_in_transaction_session_timeout', '1min', true)
