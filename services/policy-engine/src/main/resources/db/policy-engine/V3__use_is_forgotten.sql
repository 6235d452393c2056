-- Sums that nobody reads any more are dropped with old decisions, and sets that have none.
grant delete on policy_use, policy_set_use, policy_set_member to joch_policy_engine_app;
