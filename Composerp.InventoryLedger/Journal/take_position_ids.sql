-- Takes a block of 1,000 position ids and returns its number.
select nextval('position_id_block')
