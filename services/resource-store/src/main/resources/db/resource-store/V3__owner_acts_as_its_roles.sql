-- Since Postgres 16, who makes a role is a member of it and yet may not act as it: that takes a grant of its own. Every statement may
-- be run again. An owner that may not grant was given the roles by an administrator; whether it may act as them shows at the start.
do $$
declare
    wanted text;
    acting text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    foreach wanted in array array[
        'joch_resource_store_app', 'joch_resource_store_feed', 'joch_resource_store_upkeep']
    loop
        if not pg_has_role(current_user, wanted, acting) then
            begin
                execute format('grant %I to current_user', wanted);
            exception when unique_violation then
                null;
            end;
        end if;
    end loop;
end
$$;
