-- The resource store in one file. Every statement may be run again; text compares by its bytes.

create table if not exists store_head (
    only_row integer primary key default 1 check (only_row = 1),
    revision integer not null,
    compacted integer not null
);

insert or ignore into store_head (only_row, revision, compacted) values (1, 0, 0);

create table if not exists log (
    revision integer primary key,
    tenant text not null,
    kind text not null,
    namespace text not null,
    name text not null,
    type integer not null,
    previous integer not null,
    committed_at integer not null,
    body blob not null,
    refs blob not null
);

create index if not exists log_by_key on log (tenant, kind, namespace, name, revision);

create table if not exists head (
    tenant text not null,
    kind text not null,
    namespace text not null,
    name text not null,
    revision integer not null,
    primary key (tenant, kind, namespace, name)
) without rowid;

create table if not exists reference (
    tenant text not null,
    target_kind text not null,
    target_namespace text not null,
    target_name text not null,
    kind text not null,
    namespace text not null,
    name text not null,
    primary key (tenant, target_kind, target_namespace, target_name, kind, namespace, name)
) without rowid;

create table if not exists ownership (
    tenant text not null,
    owner text not null,
    kind text not null,
    namespace text not null,
    name text not null,
    primary key (tenant, owner, kind, namespace, name)
) without rowid;

create table if not exists answer (
    tenant text not null,
    request_id text not null,
    digest blob not null,
    response blob not null,
    answered_at integer not null,
    primary key (tenant, request_id)
) without rowid;

create index if not exists answer_by_time on answer (answered_at);
