-- What a service says and what it has heard, in its own schema.

-- Positions are given out in order of writing, not of commit: readers wait where one is missing (see OutboxLog).
create sequence event_position cache 1;

create table event_outbox (
  position    bigint primary key,
  id          text        not null,
  type        text        not null,
  topic       text        not null,
  key         text        not null,
  source      text        not null,
  tenant      text        not null,
  time        timestamptz not null,
  traceparent text        not null,
  payload     bytea       not null,
  added       timestamptz not null default clock_timestamp()
);

-- How far each reader of a log has come. Rows that all of them have are deleted.
create table event_place (
  reader   text primary key,
  position bigint      not null,
  moved    timestamptz not null default clock_timestamp()
);

-- Events that a consumer has taken: it takes none twice.
create table event_inbox (
  consumer text        not null,
  event_id text        not null,
  taken    timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
create index event_inbox_taken on event_inbox (taken);

-- How far a consumer has come in a log that it reads directly.
create table event_cursor (
  consumer text   not null,
  log      text   not null,
  shard    int    not null,
  position bigint not null,
  primary key (consumer, log, shard)
);

-- Events that a consumer gave up, with the reason.
create table event_dead_letter (
  consumer    text        not null,
  id          text        not null,
  type        text        not null,
  topic       text        not null,
  key         text        not null,
  source      text        not null,
  tenant      text        not null,
  time        timestamptz not null,
  traceparent text        not null,
  payload     bytea       not null,
  reason      text        not null,
  attempts    int         not null,
  given_up    timestamptz not null default clock_timestamp(),
  primary key (consumer, id)
);
