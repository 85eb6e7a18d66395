-- One row per customer and metric is locked, then the time is read: uses have the order of the locks, and no two callers see the same room.
-- "used" sums the uses later than "settled_at"; what has left the window since is taken out first, so nobody sums the whole window.
CREATE FUNCTION quota_consume(p_workspace uuid, p_customer uuid, p_metric text, p_amount bigint, p_key text, p_plan_limit bigint, p_window interval)
RETURNS TABLE (outcome text, tier text, quota_limit bigint, used bigint, resets_at timestamptz, full_at timestamptz, free_at timestamptz,
               retry_after_seconds int, used_up boolean, version bigint)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  w uuid := p_workspace;
  q quotas; before_amount bigint; left_window bigint; moment timestamptz; bound bigint; free timestamptz; first_use timestamptz; told boolean := false;
BEGIN
  LOOP
    SELECT * INTO q FROM quotas WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric FOR NO KEY UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO quotas (workspace_id, customer_id, metric) VALUES (w, p_customer, p_metric) ON CONFLICT DO NOTHING;
  END LOOP;
  moment := greatest(clock_timestamp(), q.last_used_at + interval '1 microsecond');  -- a clock that is set back does not reorder uses
  bound := coalesce(q.own_limit, p_plan_limit);
  SELECT coalesce(sum(amount), 0) INTO left_window FROM quota_uses
    WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric AND used_at > q.settled_at AND used_at <= moment - p_window;
  q.used := q.used - left_window;
  SELECT amount INTO before_amount FROM quota_uses WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric AND key = p_key;
  IF before_amount IS NOT NULL THEN
    outcome := CASE WHEN before_amount = p_amount THEN 'replayed' ELSE 'mismatch' END;
  ELSIF p_amount > bound THEN
    outcome := 'never';
  ELSIF q.used + p_amount > bound THEN
    outcome := 'exceeded';
    SELECT s.used_at + p_window INTO free FROM (
      SELECT used_at, sum(amount) OVER (ORDER BY used_at) AS freed FROM quota_uses
      WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric AND used_at > moment - p_window
    ) s WHERE s.freed >= q.used + p_amount - bound ORDER BY s.used_at LIMIT 1;
  ELSE
    outcome := 'ok';
    INSERT INTO quota_uses (workspace_id, customer_id, metric, key, used_at, amount) VALUES (w, p_customer, p_metric, p_key, moment, p_amount);
    q.used := q.used + p_amount;
    q.last_used_at := moment;
    told := q.used = bound AND (q.used_up_at IS NULL OR q.used_up_at <= moment - p_window);
    UPDATE quotas SET used = q.used, settled_at = moment - p_window, last_used_at = moment, used_up_at = CASE WHEN told THEN moment ELSE q.used_up_at END
      WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric;
  END IF;
  SELECT used_at INTO first_use FROM quota_uses
    WHERE workspace_id = w AND customer_id = p_customer AND metric = p_metric AND used_at > moment - p_window ORDER BY used_at LIMIT 1;
  RETURN QUERY SELECT outcome, q.tier, bound, q.used, first_use + p_window,
    CASE WHEN first_use IS NOT NULL THEN q.last_used_at + p_window END, free, ceil(extract(epoch FROM coalesce(free, first_use + p_window) - moment))::int,
    told, q.version;
END $$;

-- The same without using anything: one statement, so that row and uses are of one moment.
CREATE FUNCTION quota_peek(p_workspace uuid, p_customer uuid, p_metric text, p_plan_limit bigint, p_window interval)
RETURNS TABLE (outcome text, tier text, quota_limit bigint, used bigint, resets_at timestamptz, full_at timestamptz, free_at timestamptz,
               retry_after_seconds int, used_up boolean, version bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH here AS (SELECT p_workspace AS w, clock_timestamp() AS moment),
  q AS (
    SELECT h.w, h.moment, r.tier, coalesce(r.own_limit, p_plan_limit) AS bound, coalesce(r.used, 0) AS counted, r.settled_at, r.last_used_at,
      coalesce(r.version, 0) AS version
    FROM here h LEFT JOIN quotas r ON r.workspace_id = h.w AND r.customer_id = p_customer AND r.metric = p_metric
  ),
  past AS (
    SELECT coalesce(sum(u.amount), 0) AS amount FROM q JOIN quota_uses u ON u.workspace_id = q.w AND u.customer_id = p_customer AND u.metric = p_metric
      AND u.used_at > q.settled_at AND u.used_at <= q.moment - p_window
  ),
  oldest AS (
    SELECT min(u.used_at) AS used_at FROM q JOIN quota_uses u ON u.workspace_id = q.w AND u.customer_id = p_customer AND u.metric = p_metric
      AND u.used_at > q.moment - p_window
  )
  SELECT 'ok', q.tier, q.bound, (q.counted - past.amount)::bigint, oldest.used_at + p_window,
    CASE WHEN oldest.used_at IS NOT NULL THEN q.last_used_at + p_window END, NULL::timestamptz,
    ceil(extract(epoch FROM oldest.used_at + p_window - q.moment))::int, false, q.version
  FROM q, past, oldest
$$;

REVOKE ALL ON FUNCTION quota_consume(uuid, uuid, text, bigint, text, bigint, interval), quota_peek(uuid, uuid, text, bigint, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION quota_consume(uuid, uuid, text, bigint, text, bigint, interval), quota_peek(uuid, uuid, text, bigint, interval) TO atrium_app;
