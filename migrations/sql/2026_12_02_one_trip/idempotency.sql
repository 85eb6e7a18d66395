-- The lock of an idempotency key and what is kept under it, in one round trip. See src/atrium/kernel/idempotency.py.
-- Each statement of the function looks anew: one that both locked and read would not see what the request before committed meanwhile.

CREATE FUNCTION take_idempotency_key(
  p_workspace uuid, p_actor uuid, p_key text,
  OUT taken boolean, OUT fingerprint bytea, OUT status integer, OUT headers jsonb, OUT body bytea, OUT media_type text
) LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  taken := pg_try_advisory_xact_lock(hashtextextended(concat('idempotency:', p_workspace, ':', p_actor, ':', p_key), 0));
  IF taken THEN
    SELECT k.fingerprint, k.status, k.headers, k.body, k.media_type INTO fingerprint, status, headers, body, media_type
    FROM idempotency_keys k WHERE k.workspace_id = p_workspace AND k.actor_id = p_actor AND k.key = p_key;
  END IF;
END $$;
