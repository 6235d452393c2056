-- Digest of the agent as the policy engine was handed it last: it is handed again only when that changed.
alter table agent_scope add column handed text not null default '';
