-- A form's public key is known before the workspace is: the same way in as a session's or an API key's secret.
CREATE OR REPLACE FUNCTION open_form(p_key text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE f forms;
BEGIN
  SELECT * INTO f FROM forms WHERE key = p_key;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM set_config('atrium.workspace_id', f.workspace_id::text, true);
  RETURN jsonb_build_object('workspace_id', f.workspace_id, 'id', f.id, 'name', f.name, 'allowed_origins', f.allowed_origins, 'active', f.active);
END $$;

ALTER FUNCTION open_form(text) OWNER TO atrium_system;
REVOKE ALL ON FUNCTION open_form(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_form(text) TO atrium_app;
