-- Which policies had a say together. A decision counts once for its set and not once for each policy of it: a commit of decisions about
-- fifty agents with twenty policies each changes fifty rows and not a thousand. What was counted before stays in policy_use, where
-- denials and modifications go on to be counted for the policy that decided.
create table policy_set_use (
  tenant      text   not null,
  -- digest of the names of its policies, in order of evaluation
  policy_set  text   not null,
  day         date   not null,
  evaluations bigint not null,
  last        timestamptz not null,
  primary key (tenant, policy_set, day)
) with (fillfactor = 60);

-- Sets by their policies; never changed, because a set is its names.
create table policy_set_member (
  tenant     text not null,
  namespace  text not null,
  policy     text not null,
  policy_set text not null,
  primary key (tenant, namespace, policy, policy_set)
);

grant select, insert, update on policy_set_use to joch_policy_engine_app;
grant select, insert on policy_set_member to joch_policy_engine_app;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['policy_set_use', 'policy_set_member']
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
