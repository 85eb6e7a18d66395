-- Undoes search.sql, except for what goes with the table customers.
DROP TABLE customer_search CASCADE;
DO $$
DECLARE
  own text;
BEGIN
  FOR own IN
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND (p.proname LIKE 'search\_%' OR p.proname = 'count_customers')
  LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', own);
  END LOOP;
END $$;
