create table if not exists probe (id int primary key);
