-- A webhook's secret is known before the workspace is: the same way in as a session's or an API key's secret.
CREATE OR REPLACE FUNCTION open_automation_hook(p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a automations;
BEGIN
  SELECT * INTO a FROM automations WHERE hook_hash = p_hash;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM set_config('atrium.workspace_id', a.workspace_id::text, true);
  RETURN jsonb_build_object('workspace_id', a.workspace_id, 'automation_id', a.id);
END $$;

ALTER FUNCTION open_automation_hook(bytea) OWNER TO atrium_system;
REVOKE ALL ON FUNCTION open_automation_hook(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_automation_hook(bytea) TO atrium_app;
