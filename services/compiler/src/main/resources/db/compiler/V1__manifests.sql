-- What the compiler keeps. Every statement may be run again.

-- Manifests by content. Rows are added and, long after they were superseded, deleted; never changed.
create table if not exists manifest (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    environment text collate "C" not null,
    digest text collate "C" not null,
    generation bigint not null,
    -- microseconds since 1970
    created_at bigint not null,
    -- the Manifest without its time, protobuf
    body bytea not null,
    primary key (tenant, namespace, agent, environment, digest)
);

create index if not exists manifest_history on manifest (tenant, namespace, agent, environment, created_at desc, digest desc);
create index if not exists manifest_by_digest on manifest (tenant, namespace, agent, digest);

-- The newest outcome of an agent in an environment, and which view of the store it was made of. Only ever moves forward.
create table if not exists head (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    environment text collate "C" not null,
    generation bigint not null,
    digest text collate "C" not null,
    -- revision at which the agent had last changed
    agent_revision bigint not null,
    -- revision up to which all other records were known
    input_revision bigint not null,
    primary key (tenant, namespace, agent, environment)
) with (fillfactor = 70);

-- The newest manifest of every generation; follows head.
create table if not exists newest (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    generation bigint not null,
    environment text collate "C" not null,
    digest text collate "C" not null,
    primary key (tenant, namespace, agent, generation, environment)
);

create unique index if not exists newest_in_order on newest (tenant, namespace, agent, (- generation), environment);

-- Since when a manifest is not the newest of its generation any more.
create table if not exists superseded (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    environment text collate "C" not null,
    digest text collate "C" not null,
    -- microseconds since 1970
    at bigint not null,
    primary key (tenant, namespace, agent, environment, digest)
);

create index if not exists superseded_by_time on superseded (at);

-- Roles that own nothing: one serves requests and sees the tenants its transaction names, one drops what is past its retention.
-- Roles belong to the whole database server, so another installation may have made them, or may be making them at this moment.
do $$
declare
    wanted text;
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    foreach wanted in array array['joch_compiler_app', 'joch_compiler_upkeep']
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

grant select, insert on manifest to joch_compiler_app;
grant select, insert, update on head, newest, superseded to joch_compiler_app;

grant select, delete on manifest, superseded to joch_compiler_upkeep;
grant select on newest to joch_compiler_upkeep;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['manifest', 'head', 'newest', 'superseded']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('drop policy if exists tenant_of_transaction on %I', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_compiler_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
    end loop;
    foreach guarded in array array['manifest', 'newest', 'superseded']
    loop
        execute format('drop policy if exists upkeep_of_all_tenants on %I', guarded);
        execute format(
            'create policy upkeep_of_all_tenants on %I to joch_compiler_upkeep using (true)', guarded);
    end loop;
end
$$;
