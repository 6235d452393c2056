-- A role that owns nothing serves requests and sees the tenant its transaction names. Every statement may be run again. Roles belong to the
-- whole database server, so another installation may have made it, or may be making it at this moment.
do $$
declare
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    if not exists (select from pg_roles where rolname = 'joch_agbom_app') then
        begin
            create role joch_agbom_app nologin nosuperuser nobypassrls;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    -- who makes a role may not act as it before it is granted (since Postgres 16)
    if not pg_has_role(current_user, 'joch_agbom_app', acting) then
        begin
            execute 'grant joch_agbom_app to current_user';
        exception when unique_violation then
            null;
        end;
    end if;
    execute format('grant usage on schema %I to joch_agbom_app', current_schema());
    -- the tables of events come into this schema after this migration, and the role writes what it says into them
    execute format(
        'alter default privileges in schema %I grant select, insert on tables to joch_agbom_app', current_schema());
    execute format(
        'alter default privileges in schema %I grant usage on sequences to joch_agbom_app', current_schema());
end
$$;

-- Tenants of the transaction, as set_config('joch.tenants', <text[]>::text, true) has named them; none without it.
create or replace function tenants_of_transaction() returns text[]
    language sql stable parallel safe
    as $$ select nullif(current_setting('joch.tenants', true), '')::text[] $$;

-- what was written once stays as it is: nobody who serves requests may change or remove it
grant select, insert, update on lineage to joch_agbom_app;
grant select, insert on bill, document to joch_agbom_app;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['lineage', 'bill', 'document']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('drop policy if exists tenant_of_transaction on %I', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_agbom_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
    end loop;
end
$$;
