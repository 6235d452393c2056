-- Manifests by content. A row never changes.
create table manifest (
  tenant         text        not null,
  namespace      text        not null,
  agent          text        not null,
  environment    text        not null,
  generation     bigint      not null,
  digest         text        not null,
  -- newest revision among what it was made of
  input_revision bigint      not null,
  created        timestamptz not null default clock_timestamp(),
  -- joch.compiler.v1.Manifest
  body           bytea       not null,
  primary key (tenant, namespace, agent, environment, generation, digest)
);
create index manifest_newest_first on manifest (tenant, namespace, agent, environment, created desc);

-- The newest manifest of a generation. Moves forward only: a late writer with an older view changes nothing.
create table manifest_head (
  tenant         text   not null,
  namespace      text   not null,
  agent          text   not null,
  environment    text   not null,
  generation     bigint not null,
  digest         text   not null,
  input_revision bigint not null,
  primary key (tenant, namespace, agent, environment, generation)
) with (fillfactor = 80);

-- A role that owns nothing and sees the tenants its transaction names. Roles belong to the whole server: another installation may
-- have made it, or may be making it at this moment.
do $$
declare
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    if not exists (select from pg_roles where rolname = 'joch_compiler_app') then
        begin
            create role joch_compiler_app nologin nosuperuser nobypassrls;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    if not pg_has_role(current_user, 'joch_compiler_app', acting) then
        begin
            execute 'grant joch_compiler_app to current_user';
        exception when unique_violation then
            null;
        end;
    end if;
    execute format('grant usage on schema %I to joch_compiler_app', current_schema());
end
$$;

create or replace function tenants_of_transaction() returns text[]
    language sql stable parallel safe
    as $$ select nullif(current_setting('joch.tenants', true), '')::text[] $$;

grant select, insert on manifest to joch_compiler_app;
grant select, insert, update on manifest_head to joch_compiler_app;

alter table manifest enable row level security;
alter table manifest force row level security;
create policy tenant_of_transaction on manifest to joch_compiler_app
    using (tenant = any ((select tenants_of_transaction())::text[]))
    with check (tenant = any ((select tenants_of_transaction())::text[]));
alter table manifest_head enable row level security;
alter table manifest_head force row level security;
create policy tenant_of_transaction on manifest_head to joch_compiler_app
    using (tenant = any ((select tenants_of_transaction())::text[]))
    with check (tenant = any ((select tenants_of_transaction())::text[]));

-- The outbox, which comes to this schema after these tables, takes what is announced in the same transaction.
do $$
begin
    execute format('alter default privileges in schema %I grant insert on tables to joch_compiler_app', current_schema());
    execute format('alter default privileges in schema %I grant usage on sequences to joch_compiler_app', current_schema());
end
$$;
