-- Bills of materials. Every statement may be run again.

-- One row per agent: the newest generation, and what lists of the newest look at. Changes with every generation.
create table if not exists lineage (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    generation bigint not null check (generation > 0),
    high_risk boolean not null,
    mcp_servers text[] not null,
    primary key (tenant, namespace, agent)
) with (fillfactor = 70);

create index if not exists lineage_of_risk on lineage (tenant, namespace, agent) where high_risk;

-- Every generation. Rows are appended, never changed.
create table if not exists bill (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    generation bigint not null check (generation > 0),
    generated_at timestamptz not null,
    manifest_digest text not null,
    agent_generation bigint not null,
    content_digest text not null,
    formats text[] not null,
    signed boolean not null,
    mcp_servers text[] not null,
    -- kind, name and reason of each risk, one after the other
    risks text[] not null,
    -- canonical JSON
    content bytea not null,
    primary key (tenant, namespace, agent, generation)
);

-- Documents, once per format and once more where signed. Rows are appended, never changed.
create table if not exists document (
    tenant text collate "C" not null,
    namespace text collate "C" not null,
    agent text collate "C" not null,
    generation bigint not null,
    format text collate "C" not null,
    signed boolean not null,
    media_type text not null,
    body bytea not null,
    primary key (tenant, namespace, agent, generation, format, signed)
);
