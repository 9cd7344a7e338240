-- How far a source's log was applied: shard, sequence.
--
-- $1 source text
select shard, sequence from consumer_position where source = $1
