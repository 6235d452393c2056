-- What is to be looked at, and who has to be told when something changed.

-- One row per key. Claiming changes no indexed column, so that it stays within the page; done rows are deleted in batches.
create table work (
  tenant      text        not null,
  kind        text        not null,
  namespace   text        not null,
  name        text        not null,
  shard       int         not null,
  due_at      timestamptz not null,
  -- moves with every wake-up: who finishes an older one has to go again
  version     bigint      not null default 1,
  -- what is read must be at least this new
  revision    bigint      not null default 0,
  attempts    int         not null default 0,
  token       bigint,
  lease_until timestamptz,
  woken_at    timestamptz not null,
  traceparent text        not null default '',
  failure     text        not null default '',
  primary key (tenant, kind, namespace, name)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);
create index work_due on work (due_at);
create sequence work_token cache 100;

-- What was last seen of a record. Whoever depends on it is told when this changes, in the same transaction.
create table seen (
  tenant      text        not null,
  kind        text        not null,
  namespace   text        not null,
  name        text        not null,
  -- identity and generation; empty when it is gone
  fingerprint text        not null,
  -- what some kinds read of its status
  facts       text        not null,
  revision    bigint      not null,
  -- a policy's selector: it has a say for agents with these labels
  selector    jsonb,
  -- a team's namespaces: it has a say for the agents in them
  namespaces  text[],
  moved       timestamptz not null default clock_timestamp(),
  primary key (tenant, kind, namespace, name)
) with (fillfactor = 80);
create index seen_choosers on seen (tenant, revision) where selector is not null or namespaces is not null;
create index seen_gone on seen (moved) where fingerprint = '';

-- Who depends on what, by name: on what was found, and on what was looked for in vain.
create table dependency (
  tenant           text not null,
  kind             text not null,
  namespace        text not null,
  name             text not null,
  target_kind      text not null,
  target_namespace text not null,
  target_name      text not null,
  primary key (tenant, kind, namespace, name, target_kind, target_namespace, target_name)
);
create index dependency_target on dependency (tenant, target_kind, target_name, target_namespace);

-- What selectors and teams find agents by, and the manifest that was compiled last.
create table agent_scope (
  tenant    text  not null,
  namespace text  not null,
  name      text  not null,
  labels    jsonb not null,
  manifest  text  not null,
  primary key (tenant, namespace, name)
) with (fillfactor = 80);
create index agent_scope_labels on agent_scope using gin (labels jsonb_path_ops);

-- When each kind is compared with the store again.
create table resync (
  kind     text primary key,
  next_at  timestamptz not null,
  complete boolean     not null default false
);
