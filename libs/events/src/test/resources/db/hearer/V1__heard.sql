-- A consumer for tests: writes down what it hears, in order.
create table heard (seq bigserial primary key, consumer text not null, key text not null, n bigint not null, id text not null);
