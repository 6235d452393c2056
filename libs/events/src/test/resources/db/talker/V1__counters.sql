-- A service for tests: its state is a number a key; each change of it is an event.
create table counter (key text primary key, n bigint not null);
