-- A sum over the objects and their versions, by which rows that are lost or of another time are noticed. Empty until the next batch.
alter table progress add column inventory bigint;
