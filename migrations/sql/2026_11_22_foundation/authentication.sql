-- Who a credential belongs to and what that actor may do, in one statement. See src/atrium/kernel/authentication.py.
-- The functions that look credentials up run as atrium_system, because at that moment the workspace is not yet known.

CREATE OR REPLACE FUNCTION rights_of_member(p_workspace uuid, p_member uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE who AS (
    SELECT m.id, m.user_id, m.name, m.visibility, r.id AS role_id, r.system_key, r.permissions
    FROM members m JOIN roles r ON r.workspace_id = m.workspace_id AND r.id = m.role_id
    WHERE m.workspace_id = p_workspace AND m.id = p_member AND m.state = 'active'
  ), own AS (
    SELECT p.folder_id, (array_agg(p.level ORDER BY p.member_id NULLS LAST))[1] AS level
    FROM folder_permissions p, who
    WHERE p.workspace_id = p_workspace AND (p.role_id = who.role_id OR p.member_id = who.id) AND who.system_key IS DISTINCT FROM 'owner'
    GROUP BY p.folder_id
  ), tree AS (
    SELECT f.id, own.level FROM folders f LEFT JOIN own ON own.folder_id = f.id
    WHERE f.workspace_id = p_workspace AND f.parent_id IS NULL AND EXISTS (SELECT 1 FROM own)
    UNION ALL
    SELECT f.id, COALESCE((SELECT own.level FROM own WHERE own.folder_id = f.id), tree.level)
    FROM folders f JOIN tree ON f.parent_id = tree.id
    WHERE f.workspace_id = p_workspace
  )
  SELECT jsonb_build_object(
    'workspace_id', p_workspace, 'actor_type', 'member', 'actor_id', who.id, 'actor_name', who.name, 'member_id', who.id, 'user_id', who.user_id,
    'role_id', who.role_id, 'role_key', who.system_key, 'permissions', to_jsonb(who.permissions), 'visibility', who.visibility,
    'folder_levels', COALESCE((SELECT jsonb_object_agg(tree.id, tree.level) FROM tree WHERE tree.level IS NOT NULL), '{}'::jsonb))
  FROM who
$$;

CREATE OR REPLACE FUNCTION rights_of_key(p_workspace uuid, p_key uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT rights_of_member(p_workspace, k.member_id) || jsonb_build_object(
    'actor_type', 'api_key', 'actor_id', k.id, 'actor_name', k.name, 'scopes', to_jsonb(k.scopes), 'customer_id', k.customer_id, 'user_id', NULL)
    || CASE WHEN k.customer_id IS NULL THEN '{}'::jsonb ELSE '{"visibility": "customer"}'::jsonb END
  FROM api_keys k
  WHERE k.workspace_id = p_workspace AND k.id = p_key AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION rights_of(p_workspace uuid, p_actor_type text, p_actor uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE p_actor_type WHEN 'member' THEN rights_of_member(p_workspace, p_actor) WHEN 'api_key' THEN rights_of_key(p_workspace, p_actor) END
$$;

CREATE OR REPLACE FUNCTION authenticate_session(p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s sessions; m uuid; rights jsonb;
BEGIN
  SELECT * INTO s FROM sessions WHERE token_hash = p_hash AND expires_at > clock_timestamp();
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT id INTO m FROM members WHERE workspace_id = s.workspace_id AND user_id = s.user_id AND state = 'active';
  IF NOT FOUND THEN RETURN NULL; END IF;
  rights := rights_of_member(s.workspace_id, m);
  IF rights IS NULL THEN RETURN NULL; END IF;
  IF s.last_used_at < clock_timestamp() - interval '1 minute' THEN
    -- A session lives as long as it is used: its remaining life is renewed, its length kept.
    UPDATE sessions SET last_used_at = clock_timestamp(), expires_at = clock_timestamp() + (s.expires_at - s.last_used_at)
    WHERE id = (SELECT id FROM sessions WHERE id = s.id FOR UPDATE SKIP LOCKED);
  END IF;
  PERFORM set_config('atrium.workspace_id', s.workspace_id::text, true);
  RETURN rights || jsonb_build_object('session_id', s.id);
END $$;

CREATE OR REPLACE FUNCTION authenticate_key(p_hash bytea, p_address text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE k api_keys; rights jsonb; caller inet;
BEGIN
  SELECT * INTO k FROM api_keys WHERE secret_hash = p_hash;
  IF NOT FOUND THEN
    SELECT * INTO k FROM api_keys WHERE previous_hash = p_hash AND previous_expires_at > clock_timestamp();
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  IF cardinality(k.networks) > 0 THEN
    BEGIN caller := p_address::inet; EXCEPTION WHEN invalid_text_representation THEN RETURN NULL; END;
    IF NOT (caller <<= ANY (k.networks)) THEN RETURN NULL; END IF;
  END IF;
  rights := rights_of_key(k.workspace_id, k.id);
  IF rights IS NULL THEN RETURN NULL; END IF;
  IF k.last_used_at IS NULL OR k.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE api_keys SET last_used_at = clock_timestamp()
    WHERE workspace_id = k.workspace_id AND id = (SELECT id FROM api_keys WHERE workspace_id = k.workspace_id AND id = k.id FOR UPDATE SKIP LOCKED);
  END IF;
  PERFORM set_config('atrium.workspace_id', k.workspace_id::text, true);
  RETURN rights;
END $$;

ALTER FUNCTION authenticate_session(bytea) OWNER TO atrium_system;
ALTER FUNCTION authenticate_key(bytea, text) OWNER TO atrium_system;
REVOKE ALL ON FUNCTION authenticate_session(bytea), authenticate_key(bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticate_session(bytea), authenticate_key(bytea, text) TO atrium_app;
