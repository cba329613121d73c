-- A sum over the objects and their versions, by which rows that are lost or of another time are noticed. Empty until the next batch.
-- A migration that was cut off before it was noted runs again: it must bear that.
alter table progress add column if not exists inventory bigint;
