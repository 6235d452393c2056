-- The queue stands in lines: what somebody changed, what that reaches, what describes both. Each line is taken by its due times.
alter table work add column urgency int not null default 0;
drop index work_due;
create index work_turns on work (urgency, due_at);
