-- What the scheduler keeps. Every statement may be run again. Times are microseconds since 1970 by the database's clock.

-- The truth about runs.
create table if not exists run (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C" not null,
    -- number of joch.scheduler.v1.RunPhase
    phase smallint not null,
    agent text collate "C" not null,
    created_at bigint not null,
    -- 0 until it has ended
    completed_at bigint not null,
    -- grows with every change
    version bigint not null,
    -- in the queue by age; 0 until it is settled what it runs from
    place bigint not null,
    -- fencing token of the newest lease
    token bigint not null,
    -- number of the newest attempt to settle it, and when somebody else may try
    claim bigint not null,
    due_at bigint not null,
    -- when it must have ended; 0 is never
    deadline bigint not null,
    trigger_type text not null,
    sdk text not null,
    cancel_reason text not null,
    -- the Run without its input, protobuf
    body bytea not null,
    -- the ExecutionInput, protobuf; apart, because it is large and does not change
    input bytea not null,
    primary key (tenant, namespace, name)
) with (fillfactor = 80);

create index if not exists run_in_order on run (tenant, created_at, namespace, name);
create index if not exists run_alive on run (tenant, created_at, namespace, name) where phase < 5;
create index if not exists run_unsettled on run (due_at) where phase = 1 and place = 0;
create index if not exists run_ended on run (completed_at) where completed_at > 0;

-- Runs that wait for a worker. A row per run in phase Pending with a place.
create table if not exists queue (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C" not null,
    pool text collate "C" not null,
    -- digest of all that decides which worker it may go to: runs of one line differ by priority and age only
    line bigint not null,
    priority int not null,
    place bigint not null,
    agent text collate "C" not null,
    environment text collate "C" not null,
    framework text not null,
    sdk text not null,
    -- the Placement, protobuf
    demand bytea not null,
    primary key (tenant, namespace, name)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

create index if not exists queue_lines on queue (pool, line, priority desc, place, tenant, namespace, name);
create index if not exists queue_ahead on queue (tenant, namespace, pool, priority, place);

-- Who has which run, by which token, and until when without another word. Small and often renewed: no index on what renewals change.
create table if not exists lease (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C" not null,
    token bigint not null,
    worker text collate "C" not null,
    agent text collate "C" not null,
    environment text collate "C" not null,
    started boolean not null,
    -- its end is asked for
    cancelled boolean not null,
    deadline bigint not null,
    until bigint not null,
    primary key (tenant, namespace, name)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0);

create index if not exists lease_of_worker on lease (worker);
create index if not exists lease_of_agent on lease (tenant, namespace, agent);
create index if not exists lease_of_environment on lease (tenant, environment);

-- What namespaces and tenants have had of a pool, in turns.
create table if not exists share (
    pool text collate "C" not null,
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    pass bigint not null,
    served bigint not null,
    primary key (pool, tenant, namespace)
) with (fillfactor = 50);

-- Workers that were heard of. They serve all tenants.
create table if not exists worker (
    worker text collate "C" not null,
    -- WorkerDescription, protobuf
    body bytea not null,
    heard_at bigint not null,
    primary key (worker)
) with (fillfactor = 50);

-- Roles that own nothing: one serves requests and sees the tenants its transaction names, one decides over all of them.
-- Roles belong to the whole database server, so another installation may have made them, or may be making them at this moment.
do $$
declare
    wanted text;
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    foreach wanted in array array['joch_scheduler_app', 'joch_scheduler_desk']
    loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin nosuperuser nobypassrls', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        if not pg_has_role(current_user, wanted, acting) then
            begin
                execute format('grant %I to current_user', wanted);
            exception when unique_violation then
                null;
            end;
        end if;
        execute format('grant usage on schema %I to %I', current_schema(), wanted);
    end loop;
end
$$;

-- Tenants of the transaction, as set_config('joch.tenants', <text[]>::text, true) has named them; none without it.
create or replace function tenants_of_transaction() returns text[]
    language sql stable parallel safe
    as $$ select nullif(current_setting('joch.tenants', true), '')::text[] $$;

grant select, insert, update, delete on run, queue, lease to joch_scheduler_app, joch_scheduler_desk;
grant select, insert, update, delete on worker to joch_scheduler_app, joch_scheduler_desk;
grant select, insert, update, delete on share to joch_scheduler_desk;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['run', 'queue', 'lease', 'share']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('drop policy if exists tenant_of_transaction on %I', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_scheduler_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
        execute format('drop policy if exists desk_of_all_tenants on %I', guarded);
        execute format(
            'create policy desk_of_all_tenants on %I to joch_scheduler_desk using (true) with check (true)', guarded);
    end loop;
end
$$;
