-- What is recorded of runs. Every statement may be run again.

-- One row for the part that one execution has in a trace; spans of no execution share a part with an empty name.
create table if not exists trace (
    id bigint generated always as identity unique,
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    execution text collate "C" not null,
    trace_id bytea not null,
    agent text collate "C" not null,
    environment text not null,
    sampling text not null,
    -- whether its spans are kept: open, kept or dropped
    verdict text not null,
    -- by our clock, microseconds since 1970: first span here, last span here
    received_at bigint not null,
    changed_at bigint not null,
    -- by the clocks of the senders
    started_at bigint not null,
    ended_at bigint not null,
    root_ended boolean not null default false,
    interesting boolean not null default false,
    spans int not null default 0,
    sampled_out int not null default 0,
    refused int not null default 0,
    bytes bigint not null default 0,
    model_calls int not null default 0,
    tool_calls int not null default 0,
    handoffs int not null default 0,
    hook_decisions int not null default 0,
    knowledge_retrievals int not null default 0,
    errors int not null default 0,
    cost_micro bigint not null default 0,
    -- when the record of kind Trace is looked at next; null when it says everything
    tell_at bigint,
    primary key (tenant, namespace, execution, trace_id)
) with (fillfactor = 70);

create index if not exists trace_by_id on trace (tenant, trace_id);
create index if not exists trace_by_time on trace (tenant, received_at desc, id desc);
create index if not exists trace_by_agent on trace (tenant, agent, received_at desc, id desc);
create index if not exists trace_by_age on trace (received_at);
create index if not exists trace_undecided on trace (received_at) where verdict = 'open';
create index if not exists trace_to_tell on trace (tell_at) where tell_at is not null;

-- Spans. A span that sampling left out keeps its row, so that its redelivery is not counted again.
create table if not exists span (
    trace bigint not null,
    span_id bytea not null,
    tenant text collate "C" not null,
    started_at bigint not null,
    -- opentelemetry.proto.trace.v1.ResourceSpans with this one span; null when it was left out
    body bytea,
    -- transaction that gave it its place in the order of the export; null: it is not sent
    place xid8,
    seq bigint generated always as identity,
    primary key (trace, span_id)
);

create index if not exists span_to_export on span (place, seq) where place is not null;

-- How far the export has come. One row.
create table if not exists export_cursor (
    name text primary key,
    place xid8 not null,
    seq bigint not null
);

-- Which trace is the example of an agent, a tool and a minute.
create table if not exists exemplar (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    tool text collate "C" not null,
    minute bigint not null,
    trace bigint not null,
    primary key (tenant, namespace, agent, tool, minute)
);

create index if not exists exemplar_by_age on exemplar (minute);

-- What an execution wrote. A namesake that comes later has another uid and a log of its own.
create table if not exists log (
    id bigint generated always as identity unique,
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    execution text collate "C" not null,
    uid text collate "C" not null,
    -- newest fencing token, and the highest number that its holder has here
    token bigint not null,
    durable bigint not null,
    -- bytes that came, and bytes that are not here any more
    bytes bigint not null,
    dropped bigint not null,
    closed boolean not null,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (tenant, namespace, execution, uid)
) with (fillfactor = 70);

create index if not exists log_newest on log (tenant, namespace, execution, id desc);
create index if not exists log_by_age on log (created_at);

-- Pieces of logs: chunks that came together.
create table if not exists log_piece (
    log bigint not null,
    -- bytes of the log that came before this piece
    position bigint not null,
    tenant text collate "C" not null,
    token bigint not null,
    first_number bigint not null,
    last_number bigint not null,
    bytes int not null,
    lines int not null,
    -- joch.trace.v1.ReadLogResponse with the chunks only
    body bytea not null,
    primary key (log, position)
);

-- text of programs is stored as it is: to compress it costs more than to write it
alter table log_piece alter column body set storage external;

-- Roles that own nothing: one serves requests and sees the tenants its transaction names, one samples, exports and drops.
-- Roles belong to the whole database server, so another installation may have made them, or may be making them at this moment.
do $$
declare
    wanted text;
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    foreach wanted in array array['joch_trace_app', 'joch_trace_upkeep']
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

grant select, insert, update on trace, span, log to joch_trace_app;
grant select, insert, delete on log_piece to joch_trace_app;

grant select, update, delete on trace, span to joch_trace_upkeep;
grant select, insert, delete on exemplar to joch_trace_upkeep;
grant select, insert, update on export_cursor to joch_trace_upkeep;
grant select, delete on log, log_piece to joch_trace_upkeep;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['trace', 'span', 'exemplar', 'log', 'log_piece']
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
