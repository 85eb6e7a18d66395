from sqlalchemy import column, table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import Uuid

STORE = text("""
WITH alive AS MATERIALIZED (
  SELECT f.id FROM custom_fields f JOIN unnest(CAST(:field_ids AS uuid[]), CAST(:versions AS bigint[])) AS seen (id,
    version)
    ON seen.id = f.id AND seen.version = f.version
  WHERE f.workspace_id = :workspace_id ORDER BY f.id FOR KEY SHARE OF f
), given AS (
  SELECT * FROM unnest(CAST(:customers AS uuid[]), CAST(:fields AS uuid[]), CAST(:positions AS int2[]), CAST(:texts AS
    text[]), CAST(:numbers AS float8[]),
    CAST(:times AS timestamptz[])) AS g (customer_id, field_id, position, text_value, number_value, time_value)
), gone AS (
  DELETE FROM custom_field_values v USING unnest(CAST(:touched_customers AS uuid[]), CAST(:touched_fields AS uuid[])) AS
    t (customer_id, field_id)
  WHERE v.workspace_id = :workspace_id AND v.customer_id = t.customer_id AND v.field_id = t.field_id
    AND NOT EXISTS (SELECT FROM given g WHERE g.customer_id = v.customer_id AND g.field_id = v.field_id
      AND g.position = v.position)
), put AS (
  INSERT INTO custom_field_values AS held (workspace_id, customer_id, field_id, position, text_value, number_value,
    time_value)
  SELECT :workspace_id, g.customer_id, g.field_id, g.position, g.text_value, g.number_value, g.time_value FROM given g
    JOIN alive ON alive.id = g.field_id
  ON CONFLICT (workspace_id, customer_id, field_id, position) DO UPDATE
    SET text_value = excluded.text_value, number_value = excluded.number_value, time_value = excluded.time_value
    WHERE (held.text_value, held.number_value, held.time_value) IS DISTINCT
      FROM (excluded.text_value, excluded.number_value, excluded.time_value)
)
SELECT count(*) FROM alive
""")


CUSTOMERS = table("customers", column("workspace_id", Uuid()), column("id", Uuid()), column("custom_fields", JSONB()))
"""Only for looking whether a field is in use: the customers slice comes after this one."""
