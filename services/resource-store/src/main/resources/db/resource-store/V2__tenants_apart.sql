-- Three roles that own nothing: one serves requests and sees the tenants its transaction names, one reads the feed of all tenants,
-- one drops what is past its retention. Every statement may be run again. Roles belong to the whole database server, so another
-- installation may have made them, or may be making them at this moment.
do $$
declare
    wanted text;
begin
    foreach wanted in array array[
        'joch_resource_store_app', 'joch_resource_store_feed', 'joch_resource_store_upkeep']
    loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin nosuperuser nobypassrls', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        if not pg_has_role(current_user, wanted, 'member') then
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

grant select, update on store_head to joch_resource_store_app;
grant select, insert on log to joch_resource_store_app;
grant select, insert, update, delete on head, reference, ownership to joch_resource_store_app;
grant select, insert, update on answer to joch_resource_store_app;

grant select on store_head, log, head to joch_resource_store_feed;

grant select, update on store_head, store_sweep to joch_resource_store_upkeep;
grant select, delete on log, answer to joch_resource_store_upkeep;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['log', 'head', 'reference', 'ownership', 'answer']
    loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('drop policy if exists tenant_of_transaction on %I', guarded);
        execute format(
            'create policy tenant_of_transaction on %I to joch_resource_store_app'
            || ' using (tenant = any ((select tenants_of_transaction())::text[]))'
            || ' with check (tenant = any ((select tenants_of_transaction())::text[]))',
            guarded);
    end loop;
    foreach guarded in array array['log', 'head']
    loop
        execute format('drop policy if exists feed_of_all_tenants on %I', guarded);
        execute format(
            'create policy feed_of_all_tenants on %I for select to joch_resource_store_feed using (true)',
            guarded);
    end loop;
    foreach guarded in array array['log', 'answer']
    loop
        execute format('drop policy if exists upkeep_of_all_tenants on %I', guarded);
        execute format(
            'create policy upkeep_of_all_tenants on %I to joch_resource_store_upkeep using (true)',
            guarded);
    end loop;
end
$$;
