-- The audit log: records that are only ever added, and one head per tenant that gives the next its place in the chain.

-- Serves requests. Owns nothing, so that neither triggers nor row-level security can be switched off by it.
do $$
begin
  create role joch_apiserver_app nologin;
exception
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant joch_apiserver_app to %I', current_user);
  execute format('grant usage on schema %I to joch_apiserver_app', current_schema());
end $$;

create table if not exists audit_record (
  tenant             text   not null,
  sequence           bigint not null check (sequence > 0),
  time_micros        bigint not null,
  request_id         text   not null,
  subject            text   not null,
  method             text   not null,
  verb               text   not null,
  resource           text   not null,
  effective_policies text   not null,
  outcome            text   not null,
  request_digest     text   not null,
  peer               text   not null,
  previous_hash      bytea  not null,
  hash               bytea  not null,
  primary key (tenant, sequence)
);

create table if not exists audit_head (
  tenant   text   primary key,
  sequence bigint not null,
  hash     bytea  not null
);

-- Where the chain begins once old records are gone: the last of them, signed by a key that is not in the database.
create table if not exists audit_anchor (
  tenant    text   primary key,
  sequence  bigint not null,
  hash      bytea  not null,
  signature bytea  not null
);

create or replace function audit_refuse() returns trigger language plpgsql as $$
begin
  -- retention: the owner, after it has anchored the chain, says so for one transaction
  if tg_op = 'DELETE'
     and current_setting('joch.audit_prune', true) = 'on'
     and current_user <> 'joch_apiserver_app' then
    return old;
  end if;
  raise exception 'audit records are never changed' using errcode = 'insufficient_privilege';
end $$;

create or replace trigger audit_record_append_only
  before update or delete on audit_record
  for each row execute function audit_refuse();
create or replace trigger audit_record_no_truncate
  before truncate on audit_record
  for each statement execute function audit_refuse();

-- A group of records may be of several tenants: the transaction names those it writes for, and security holds per row.
create or replace function audit_tenants() returns text[] language sql stable as
  $$ select string_to_array(coalesce(current_setting('joch.tenants', true), ''), ' ') $$;

alter table audit_record enable row level security;
alter table audit_head enable row level security;
alter table audit_anchor enable row level security;
drop policy if exists tenant_rows on audit_record;
drop policy if exists tenant_rows on audit_head;
drop policy if exists tenant_rows on audit_anchor;
create policy tenant_rows on audit_record using (tenant = any ((select audit_tenants())::text[]));
create policy tenant_rows on audit_head using (tenant = any ((select audit_tenants())::text[]));
create policy tenant_rows on audit_anchor using (tenant = any ((select audit_tenants())::text[]));

grant select, insert on audit_record to joch_apiserver_app;
grant select, insert, update on audit_head to joch_apiserver_app;
grant select on audit_anchor to joch_apiserver_app;
