-- Where in which trace the write was, as W3C writes it (traceparent), so that what follows from a change belongs to the trace of its
-- cause. Empty outside of every trace, and in rows of processes that know nothing of it. May be run again.
alter table log add column if not exists traceparent text not null default '';
