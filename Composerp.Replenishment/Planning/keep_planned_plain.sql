-- Derivations are compressed once, where they stay.
alter table planned alter column derivation set storage external
