-- The resource store. Every statement may be run again.

-- One row: who holds its lock may commit. The revision is the newest committed one.
create table if not exists store_head (
    only_row boolean primary key default true check (only_row),
    revision bigint not null,
    compacted bigint not null
) with (fillfactor = 10);

insert into store_head (revision, compacted) values (0, 0) on conflict do nothing;

-- One row: up to where compaction has removed what it may. Apart from the row that writers lock.
create table if not exists store_sweep (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);

insert into store_sweep (revision) values (0) on conflict do nothing;

-- Every retained version, in order. Rows are appended and, by compaction, deleted; never changed.
create table if not exists log (
    revision bigint primary key,
    tenant text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    -- as ChangeType: 1 added, 2 modified, 3 deleted
    type smallint not null,
    -- the version this one replaced; 0 for the first one of a life
    previous bigint not null,
    -- microseconds since 1970
    committed_at bigint not null,
    -- the resource, protobuf
    body bytea not null,
    -- keys it refers to, protobuf; empty when there are none
    refs bytea not null
);

create index if not exists log_by_key on log (tenant, kind, namespace, name, revision);

-- The newest version of everything that exists.
create table if not exists head (
    tenant text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    revision bigint not null,
    primary key (tenant, kind, namespace, name)
) with (fillfactor = 70);

-- From what is referred to, to those who refer.
create table if not exists reference (
    tenant text collate "C" not null,
    target_kind text collate "C" not null,
    target_namespace text collate "C" not null,
    target_name text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    primary key (tenant, target_kind, target_namespace, target_name, kind, namespace, name)
);

create index if not exists reference_by_referrer on reference (tenant, kind, namespace, name);

-- From an owner to those that belong to it.
create table if not exists ownership (
    tenant text collate "C" not null,
    owner text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    primary key (tenant, owner, kind, namespace, name)
);

create index if not exists ownership_by_owned on ownership (tenant, kind, namespace, name);

-- Answers to requests with an id.
create table if not exists answer (
    tenant text collate "C" not null,
    request_id text collate "C" not null,
    digest bytea not null,
    response bytea not null,
    -- microseconds since 1970
    answered_at bigint not null,
    primary key (tenant, request_id)
);

create index if not exists answer_by_time on answer (answered_at);
