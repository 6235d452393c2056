-- What decisions depend on, as the controllers handed it over.
create table copy (
  tenant    text   not null,
  kind      text   not null,
  namespace text   not null,
  name      text   not null,
  version   bigint not null,
  removed   boolean not null,
  -- in order of commit: replicas read on from the newest they have
  change    bigint not null,
  body      bytea  not null,
  primary key (tenant, kind, namespace, name)
) with (fillfactor = 80);
create unique index copy_in_order on copy (change);

create table copy_head (one boolean primary key default true check (one), change bigint not null);
insert into copy_head (change) values (0);

create table decision (
  tenant     text        not null,
  id         text        not null,
  decided_at timestamptz not null,
  namespace  text        not null,
  agent      text        not null,
  hook       text        not null,
  decision   smallint    not null,
  policy     text        not null,
  -- joch.policy.v1.RecordedDecision
  body       bytea       not null,
  primary key (tenant, decided_at, id)
);
create index decision_of_policy on decision (tenant, policy, decided_at desc) where policy <> '';
create index decision_not_allowed on decision (tenant, decided_at desc) where decision <> 1;

-- Sums per policy and day (UTC).
create table policy_use (
  tenant        text   not null,
  namespace     text   not null,
  policy        text   not null,
  day           date   not null,
  evaluations   bigint not null,
  denials       bigint not null,
  modifications bigint not null,
  last          timestamptz not null,
  primary key (tenant, namespace, policy, day)
) with (fillfactor = 60);

create table disabled_rule (
  tenant      text        not null,
  namespace   text        not null,
  policy      text        not null,
  rule        text        not null,
  disabled_by text        not null,
  reason      text        not null,
  since       timestamptz not null default clock_timestamp(),
  until       timestamptz not null,
  primary key (tenant, namespace, policy, rule)
);

create table break_glass (
  tenant     text        not null,
  id         text        not null,
  namespace  text        not null,
  agent      text        not null,
  hook       text        not null,
  tool       text        not null,
  granted_by text        not null,
  reason     text        not null,
  expires    timestamptz not null,
  used_by    text        not null default '',
  primary key (tenant, id)
);
create index break_glass_unused on break_glass (tenant, namespace, agent, hook) where used_by = '';

do $$
declare
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
    guarded text;
begin
    if not exists (select from pg_roles where rolname = 'joch_policy_engine_app') then
        begin
            create role joch_policy_engine_app nologin nosuperuser nobypassrls;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    if not pg_has_role(current_user, 'joch_policy_engine_app', acting) then
        begin
            execute 'grant joch_policy_engine_app to current_user';
        exception when unique_violation then
            null;
        end;
    end if;
    execute format('grant usage on schema %I to joch_policy_engine_app', current_schema());
    execute format('alter default privileges in schema %I grant select, insert on tables to joch_policy_engine_app', current_schema());
    execute format('alter default privileges in schema %I grant usage, select on sequences to joch_policy_engine_app', current_schema());
end
$$;

create or replace function tenants_of_transaction() returns text[]
    language sql stable parallel safe
    as $$ select nullif(current_setting('joch.tenants', true), '')::text[] $$;

-- The copies and rules out of force are read for all tenants by each replica, as the owner; decisions and grants only for the
-- tenants that a transaction names.
grant select, insert, delete on decision to joch_policy_engine_app;
grant select, insert, update on policy_use to joch_policy_engine_app;
grant select, insert, update on break_glass to joch_policy_engine_app;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['decision', 'policy_use', 'break_glass']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_policy_engine_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
    end loop;
end
$$;
