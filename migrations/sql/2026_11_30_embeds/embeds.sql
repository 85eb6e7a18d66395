-- Whose widget it is, and what it may read. See src/atrium/kernel/authentication.py. Tokens, codes and public keys are known before the workspace is.

-- NULL when it may do nothing any more: {"refused": "revoked"} and the like say why.
CREATE OR REPLACE FUNCTION rights_of_embed(p_workspace uuid, p_token uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN t.revoked_at IS NOT NULL THEN jsonb_build_object('refused', 'revoked')
    WHEN t.expires_at <= clock_timestamp() THEN jsonb_build_object('refused', 'expired')
    ELSE jsonb_build_object(
      'workspace_id', t.workspace_id, 'actor_type', 'embed', 'actor_id', t.id, 'actor_name', t.label, 'permissions', to_jsonb(c.scopes),
      'visibility', 'customer', 'customer_id', t.customer_id) END
  FROM embed_tokens t JOIN embed_configs c ON c.workspace_id = t.workspace_id AND c.id = t.config_id
  WHERE t.workspace_id = p_workspace AND t.id = p_token
$$;

CREATE OR REPLACE FUNCTION authenticate_embed_token(p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t embed_tokens; rights jsonb;
BEGIN
  SELECT * INTO t FROM embed_tokens WHERE secret_hash = p_hash;
  IF NOT FOUND THEN
    SELECT * INTO t FROM embed_tokens WHERE previous_hash = p_hash AND previous_expires_at > clock_timestamp();
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  rights := rights_of_embed(t.workspace_id, t.id);
  IF rights ? 'refused' THEN RETURN rights; END IF;
  IF t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE embed_tokens SET last_used_at = clock_timestamp()
    WHERE workspace_id = t.workspace_id AND id = (SELECT id FROM embed_tokens WHERE workspace_id = t.workspace_id AND id = t.id FOR UPDATE SKIP LOCKED);
  END IF;
  PERFORM set_config('atrium.workspace_id', t.workspace_id::text, true);
  RETURN rights;
END $$;

CREATE OR REPLACE FUNCTION authenticate_embed(p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s embed_sessions; rights jsonb;
BEGIN
  SELECT * INTO s FROM embed_sessions WHERE secret_hash = p_hash;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF s.expires_at <= clock_timestamp() THEN RETURN jsonb_build_object('refused', 'ended'); END IF;
  rights := rights_of_embed(s.workspace_id, s.token_id);
  IF rights ? 'refused' THEN RETURN rights; END IF;
  PERFORM set_config('atrium.workspace_id', s.workspace_id::text, true);
  RETURN rights || jsonb_build_object('session_id', s.id);
END $$;

CREATE OR REPLACE FUNCTION open_embed_launch(p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE l embed_launches;
BEGIN
  SELECT * INTO l FROM embed_launches WHERE code_hash = p_hash;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM set_config('atrium.workspace_id', l.workspace_id::text, true);
  RETURN jsonb_build_object('id', l.id, 'workspace_id', l.workspace_id, 'token_id', l.token_id, 'rights', rights_of_embed(l.workspace_id, l.token_id));
END $$;

CREATE OR REPLACE FUNCTION open_embed_page(p_key text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t embed_tokens; c embed_configs;
BEGIN
  SELECT * INTO t FROM embed_tokens WHERE key = p_key;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO c FROM embed_configs WHERE workspace_id = t.workspace_id AND id = t.config_id;
  PERFORM set_config('atrium.workspace_id', t.workspace_id::text, true);
  RETURN jsonb_build_object(
    'workspace_id', t.workspace_id, 'token_id', t.id, 'label', t.label, 'customer_id', t.customer_id,
    'state', CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= clock_timestamp() THEN 'expired' ELSE 'active' END,
    'allowed_origins', to_jsonb(CASE WHEN cardinality(t.allowed_origins) > 0 THEN t.allowed_origins ELSE c.allowed_origins END),
    'theme', c.theme);
END $$;

ALTER FUNCTION authenticate_embed_token(bytea) OWNER TO atrium_system;
ALTER FUNCTION authenticate_embed(bytea) OWNER TO atrium_system;
ALTER FUNCTION open_embed_launch(bytea) OWNER TO atrium_system;
ALTER FUNCTION open_embed_page(text) OWNER TO atrium_system;
REVOKE ALL ON FUNCTION authenticate_embed_token(bytea), authenticate_embed(bytea), open_embed_launch(bytea), open_embed_page(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate_embed_token(bytea), authenticate_embed(bytea), open_embed_launch(bytea), open_embed_page(text) TO atrium_app;
