-- What happened to runs, as it was told. Every statement may be run again.

-- One row a run. A namesake that comes later has another uid and a history of its own.
create table if not exists run_history (
    id bigint generated always as identity unique,
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    execution text collate "C" not null,
    uid text collate "C" not null,
    -- position of the newest event, and how many are not kept
    last bigint not null,
    dropped bigint not null,
    ended boolean not null,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (tenant, namespace, execution, uid)
) with (fillfactor = 70);

create index if not exists run_history_newest on run_history (tenant, namespace, execution, id desc);
create index if not exists run_history_by_age on run_history (created_at);

create table if not exists run_event (
    run bigint not null,
    position bigint not null,
    tenant text collate "C" not null,
    event_id text collate "C" not null,
    -- full name of the message, and the service that told it
    type text not null,
    source text not null,
    -- by the clock of that service, microseconds since 1970
    at bigint not null,
    body bytea not null,
    primary key (run, position)
);

create unique index if not exists run_event_once on run_event (event_id);

-- Events of all tenants come to one consumer, each with its own.
grant select on run_history, run_event to joch_trace_app;
grant select, insert, update, delete on run_history to joch_trace_upkeep;
grant select, insert, delete on run_event to joch_trace_upkeep;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['run_history', 'run_event']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('drop policy if exists tenant_of_transaction on %I', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_trace_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
        execute format('drop policy if exists upkeep_of_all_tenants on %I', guarded);
        execute format(
            'create policy upkeep_of_all_tenants on %I to joch_trace_upkeep using (true) with check (true)', guarded);
    end loop;
end
$$;
