-- The session of a leader that has taken its epoch.
--
-- A lost note only means that some events are sent twice: not worth waiting for the disk. A leader that says nothing is gone
-- or hangs, although nobody closed its connection (a machine lost its power): its session ends, and the lock with it. Its
-- client says something every few seconds, and a leader at work many times a second. Small tables that were never analysed
-- are taken for large ones, and a question that is asked all the time would be compiled each time, for 15 ms.
select
    set_config('synchronous_commit', 'off', false),
    set_config('idle_session_timeout', '10s', false),
    set_config('jit', 'off', false)
