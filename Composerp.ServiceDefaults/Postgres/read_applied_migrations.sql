-- What was applied: series, number, checksum.
select series, number, checksum from schema_migration
