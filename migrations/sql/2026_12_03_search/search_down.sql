-- Undoes search.sql, except for the functions that 2026_11_22_foundation/search.sql makes anew.
DROP FUNCTION search_ordered(uuid, jsonb, jsonb), search_assigned_few(uuid, jsonb), search_own(uuid, uuid, text, text, text, int);
DROP INDEX ix_customers_folder, ix_customers_status, ix_customers_owner;
