-- The ledger: one function per movement. Each locks the account before it reads anything else and reads the time after the lock, so that movements of
-- one account happen one after the other, in the order of their entries. What a function refuses it refuses before it writes.
-- All run with the rights of the caller, behind row security. They answer JSON: {"refused": …} or {"entry": …, "available": …, "crossed": […], …}.

-- A version 7 UUID of the given moment.
CREATE FUNCTION credits_id(p_at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  -- A random one (version 4) with the milliseconds in its first six bytes; two bits make the version 7 of it.
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM p_at) * 1000)::bigint) FROM 3)
    FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- The account of a customer and unit, made when it is missing.
CREATE FUNCTION credits_open(p_workspace uuid, p_customer uuid, p_unit text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE v_id uuid;
BEGIN
  LOOP
    SELECT id INTO v_id FROM credit_accounts WHERE workspace_id = p_workspace AND customer_id = p_customer AND unit = p_unit;
    IF FOUND THEN RETURN v_id; END IF;
    INSERT INTO credit_accounts (workspace_id, id, customer_id, unit) VALUES (p_workspace, credits_id(clock_timestamp()), p_customer, p_unit)
      ON CONFLICT (workspace_id, customer_id, unit) DO NOTHING;
  END LOOP;
END $$;

-- What cannot be spent yet because its time has not come.
CREATE FUNCTION credits_pending(a credit_accounts, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF a.pending_until IS NULL OR a.pending_until <= p_at THEN RETURN 0; END IF;
  RETURN (SELECT COALESCE(sum(remaining), 0) FROM credit_grants
          WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND effective_at > p_at);
END $$;

-- Changes a locked account, and tells which of its lines the amount available went below just now.
CREATE FUNCTION credits_move(
  INOUT a credit_accounts, p_at timestamptz, p_before bigint, p_after bigint, p_balance bigint, p_held bigint, p_entries int, OUT crossed text[]
) LANGUAGE plpgsql AS $$
DECLARE
  v_low boolean := a.low_below IS NOT NULL AND p_after < a.low_below;
  v_month date := date_trunc('month', p_at AT TIME ZONE 'UTC')::date;
  v_top_up boolean := a.top_up_below IS NOT NULL AND p_after < a.top_up_below AND a.top_up_asked_for IS DISTINCT FROM v_month;
BEGIN
  crossed := '{}';
  -- The flag alone would miss a crossing after credits came into effect by themselves.
  IF v_low AND NOT (a.low AND p_before < a.low_below) THEN crossed := crossed || 'low'::text; END IF;
  IF p_after = 0 AND p_before > 0 THEN crossed := crossed || 'depleted'::text; END IF;
  IF v_top_up THEN crossed := crossed || 'top_up'::text; END IF;
  UPDATE credit_accounts c SET balance = c.balance + p_balance, held = c.held + p_held, last_seq = c.last_seq + p_entries, low = v_low,
      top_up_asked_for = CASE WHEN v_top_up THEN v_month ELSE c.top_up_asked_for END, next_expiry_at = a.next_expiry_at, pending_until = a.pending_until
    WHERE c.workspace_id = a.workspace_id AND c.id = a.id RETURNING c.* INTO a;
END $$;

-- Writes the entry that stands at the account's newest position.
CREATE FUNCTION credits_enter(
  a credit_accounts, p_at timestamptz, p_type text, p_amount bigint, p_grants uuid[], p_amounts bigint[], p_hold uuid, p_reverses uuid, p_what jsonb
) RETURNS credit_entries LANGUAGE plpgsql AS $$
DECLARE e credit_entries;
BEGIN
  INSERT INTO credit_entries (workspace_id, id, account_id, customer_id, unit, seq, type, amount, balance_after, grant_ids, grant_amounts, hold_id, reverses_id,
      note, source_type, source_id, actor_type, actor_id, actor_name, key, created_at)
    VALUES (a.workspace_id, credits_id(p_at), a.id, a.customer_id, a.unit, a.last_seq, p_type, p_amount, a.balance, p_grants, p_amounts, p_hold, p_reverses,
      COALESCE(p_what->>'note', ''), p_what->>'source_type', p_what->>'source_id', COALESCE(p_what->>'actor_type', 'system'), (p_what->>'actor_id')::uuid,
      COALESCE(p_what->>'actor_name', 'Atrium'), p_what->>'key', p_at)
    RETURNING * INTO e;
  RETURN e;
END $$;

-- Takes an amount from the grants in the order in which they burn, or reserves it there.
CREATE FUNCTION credits_burn(a credit_accounts, p_amount bigint, p_at timestamptz, p_hold boolean, OUT grants uuid[], OUT amounts bigint[])
LANGUAGE plpgsql AS $$
DECLARE g record; v_left bigint := p_amount; v_part bigint;
BEGIN
  grants := '{}'; amounts := '{}';
  FOR g IN SELECT id, remaining - held AS free FROM credit_grants
      WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND remaining > held AND voided_at IS NULL
        AND effective_at <= p_at AND (expires_at IS NULL OR expires_at > p_at)
      ORDER BY priority, expires_at, created_at, id LOOP
    v_part := LEAST(g.free, v_left);
    UPDATE credit_grants SET remaining = remaining - CASE WHEN p_hold THEN 0 ELSE v_part END, held = held + CASE WHEN p_hold THEN v_part ELSE 0 END
      WHERE workspace_id = a.workspace_id AND id = g.id;
    grants := grants || g.id; amounts := amounts || v_part; v_left := v_left - v_part;
    EXIT WHEN v_left = 0;
  END LOOP;
  IF v_left > 0 AND EXISTS (SELECT FROM credit_grants WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND expires_at <= p_at) THEN
    -- One ended between the lock and the reading of the time: the caller begins anew.
    RAISE EXCEPTION 'a grant of credit account % has just ended', a.id USING ERRCODE = 'serialization_failure';
  ELSIF v_left > 0 THEN
    RAISE EXCEPTION 'credit account % and its grants disagree', a.id;
  END IF;
END $$;

-- Lets go of the free part of grants that ended. The account is locked; its new state comes back. p_available: what is available without that part, when
-- it never was; otherwise it was until now, so what it takes along crosses lines like anything else.
CREATE FUNCTION credits_sweep(INOUT a credit_accounts, p_at timestamptz, p_available bigint, OUT ended jsonb, OUT crossed text[]) LANGUAGE plpgsql AS $$
DECLARE g record; m record; v_before bigint; e credit_entries;
BEGIN
  ended := '[]'; crossed := '{}';
  FOR g IN SELECT id, remaining - held AS free, CASE WHEN voided_at IS NULL THEN 'expire' ELSE 'void' END AS type FROM credit_grants
      WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND remaining > held AND (expires_at <= p_at OR voided_at IS NOT NULL)
      ORDER BY expires_at, id LOOP
    v_before := COALESCE(p_available, a.balance - a.held - credits_pending(a, p_at));
    UPDATE credit_grants SET remaining = remaining - g.free, ended_at = COALESCE(ended_at, p_at) WHERE workspace_id = a.workspace_id AND id = g.id;
    SELECT * INTO m FROM credits_move(a, p_at, v_before, COALESCE(p_available, v_before - g.free), -g.free, 0, 1);
    a := m.a; crossed := crossed || m.crossed;
    e := credits_enter(a, p_at, g.type, -g.free, ARRAY[g.id], ARRAY[-g.free], NULL, NULL, '{}');
    ended := ended || jsonb_build_object('grant_id', g.id, 'amount', g.free, 'entry_id', e.id, 'balance', a.balance);
  END LOOP;
  UPDATE credit_accounts c SET next_expiry_at = (SELECT min(expires_at) FROM credit_grants
      WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND expires_at > p_at)
    WHERE c.workspace_id = a.workspace_id AND c.id = a.id RETURNING c.* INTO a;
END $$;

-- The free part of grants that have ended but were not swept: nobody can spend it.
CREATE FUNCTION credits_dead(a credit_accounts, p_at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT COALESCE(sum(remaining - held), 0)::bigint FROM credit_grants
    WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent AND (expires_at <= p_at OR voided_at IS NOT NULL)
$$;

-- The locked account, with nothing in it that has ended, and the moment after the lock.
CREATE FUNCTION credits_lock(p_workspace uuid, p_account uuid, p_customer uuid, p_unit text, OUT a credit_accounts, OUT moment timestamptz, OUT ended jsonb, OUT crossed text[])
LANGUAGE plpgsql AS $$
DECLARE s record;
BEGIN
  ended := '[]'; crossed := '{}';
  IF p_account IS NULL THEN
    SELECT * INTO a FROM credit_accounts WHERE workspace_id = p_workspace AND customer_id = p_customer AND unit = p_unit FOR NO KEY UPDATE;
  ELSE
    SELECT * INTO a FROM credit_accounts WHERE workspace_id = p_workspace AND id = p_account FOR NO KEY UPDATE;
  END IF;
  moment := clock_timestamp();
  IF a.next_expiry_at <= moment THEN
    SELECT * INTO s FROM credits_sweep(a, moment, NULL);
    a := s.a; ended := s.ended; crossed := s.crossed;
  END IF;
END $$;

CREATE FUNCTION credits_answer(a credit_accounts, p_at timestamptz, p_crossed text[], p_ended jsonb, p_more jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object('account_id', a.id, 'customer_id', a.customer_id, 'unit', a.unit, 'balance', a.balance, 'held', a.held,
    'available', a.balance - a.held - credits_pending(a, p_at), 'low_below', a.low_below, 'top_up_amount', a.top_up_amount,
    'crossed', to_jsonb(p_crossed), 'ended', p_ended) || p_more;
END $$;

CREATE FUNCTION credits_replay(a credit_accounts, p_key text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE e credit_entries;
BEGIN
  IF p_key IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO e FROM credit_entries WHERE workspace_id = a.workspace_id AND account_id = a.id AND key = p_key;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN credits_answer(a, e.created_at, '{}', '[]', jsonb_build_object('entry', to_jsonb(e), 'replayed', true));
END $$;

-- Refuses: too_much, expired.
CREATE FUNCTION credits_grant(
  p_workspace uuid, p_customer uuid, p_unit text, p_amount bigint, p_priority int, p_effective_at timestamptz, p_expires_at timestamptz, p_category text, p_source text, p_what jsonb
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; m record; a credit_accounts; v_account uuid; v_grant uuid; v_from timestamptz; v_before bigint; v_after bigint; e credit_entries; v_replay jsonb;
BEGIN
  v_account := credits_open(p_workspace, p_customer, p_unit);
  SELECT * INTO x FROM credits_lock(p_workspace, v_account, NULL, NULL);
  a := x.a;
  v_replay := credits_replay(a, p_what->>'key');
  IF v_replay IS NOT NULL THEN RETURN v_replay; END IF;
  IF a.balance > 9007199254740991 - p_amount THEN RETURN jsonb_build_object('refused', 'too_much', 'balance', a.balance); END IF;
  v_from := COALESCE(p_effective_at, x.moment);
  IF p_expires_at <= GREATEST(v_from, x.moment) THEN RETURN jsonb_build_object('refused', 'expired'); END IF;
  v_grant := credits_id(x.moment);
  v_before := a.balance - a.held - credits_pending(a, x.moment);
  v_after := v_before + CASE WHEN v_from <= x.moment THEN p_amount ELSE 0 END;
  INSERT INTO credit_grants (workspace_id, id, account_id, customer_id, unit, amount, remaining, priority, category, source, effective_at, expires_at, note,
      actor_type, actor_id, actor_name, created_at)
    VALUES (a.workspace_id, v_grant, a.id, a.customer_id, a.unit, p_amount, p_amount, p_priority, p_category, p_source, v_from, p_expires_at,
      COALESCE(p_what->>'note', ''), COALESCE(p_what->>'actor_type', 'system'), (p_what->>'actor_id')::uuid, COALESCE(p_what->>'actor_name', 'Atrium'), x.moment);
  a.next_expiry_at := LEAST(a.next_expiry_at, p_expires_at);
  a.pending_until := GREATEST(a.pending_until, CASE WHEN v_from > x.moment THEN v_from END);
  SELECT * INTO m FROM credits_move(a, x.moment, v_before, v_after, p_amount, 0, 1);
  e := credits_enter(m.a, x.moment, 'grant', p_amount, ARRAY[v_grant], ARRAY[p_amount], NULL, NULL, p_what);
  RETURN credits_answer(m.a, x.moment, x.crossed || m.crossed, x.ended, jsonb_build_object('entry', to_jsonb(e), 'grant_id', v_grant));
END $$;

-- Refuses: missing, voided, spent, held. Only what is left of it is taken back.
CREATE FUNCTION credits_void(p_workspace uuid, p_grant uuid, p_what jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; m record; g credit_grants; v_before bigint; e credit_entries;
BEGIN
  SELECT * INTO g FROM credit_grants WHERE workspace_id = p_workspace AND id = p_grant;
  IF NOT FOUND THEN RETURN jsonb_build_object('refused', 'missing'); END IF;
  SELECT * INTO x FROM credits_lock(p_workspace, g.account_id, NULL, NULL);
  SELECT * INTO g FROM credit_grants WHERE workspace_id = p_workspace AND id = p_grant;
  IF g.voided_at IS NOT NULL THEN RETURN jsonb_build_object('refused', 'voided'); END IF;
  IF g.spent THEN RETURN jsonb_build_object('refused', 'spent'); END IF;
  IF g.held > 0 THEN RETURN jsonb_build_object('refused', 'held', 'held', g.held); END IF;
  v_before := (x.a).balance - (x.a).held - credits_pending(x.a, x.moment);
  UPDATE credit_grants SET voided_at = x.moment, ended_at = x.moment, remaining = 0 WHERE workspace_id = g.workspace_id AND id = g.id;
  SELECT * INTO m FROM credits_move(x.a, x.moment, v_before, v_before - CASE WHEN g.effective_at <= x.moment THEN g.remaining ELSE 0 END, -g.remaining, 0, 1);
  e := credits_enter(m.a, x.moment, 'void', -g.remaining, ARRAY[g.id], ARRAY[-g.remaining], NULL, NULL, p_what);
  RETURN credits_answer(m.a, x.moment, x.crossed || m.crossed, x.ended, jsonb_build_object('entry', to_jsonb(e), 'grant_id', g.id));
END $$;

-- Refuses: insufficient. p_type is consume or deduct. The one movement that comes hundreds of times a second: as long as nothing ends, begins or crosses a
-- line meanwhile and one grant pays for all of it, three statements do it, the first of which locks.
CREATE FUNCTION credits_consume(p_workspace uuid, p_customer uuid, p_unit text, p_type text, p_amount bigint, p_what jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE a credit_accounts; x record; m record; b record; e credit_entries; v_at timestamptz; v_before bigint; v_grant uuid; v_grants uuid[]; v_amounts bigint[];
  v_ended jsonb := '[]'; v_crossed text[] := '{}'; v_replay jsonb;
BEGIN
  IF NOT p_what ? 'key' THEN
    UPDATE credit_accounts SET balance = balance - p_amount, last_seq = last_seq + 1
      WHERE workspace_id = p_workspace AND customer_id = p_customer AND unit = p_unit AND NOT low AND balance - held - p_amount > 0
        AND (low_below IS NULL OR balance - held - p_amount >= low_below) AND (top_up_below IS NULL OR balance - held - p_amount >= top_up_below)
        AND (next_expiry_at IS NULL OR next_expiry_at > clock_timestamp()) AND (pending_until IS NULL OR pending_until <= clock_timestamp())
      RETURNING * INTO a;
  END IF;
  IF a.id IS NOT NULL THEN
    v_at := clock_timestamp();
    v_before := a.balance - a.held + p_amount;
  ELSE
    SELECT * INTO x FROM credits_lock(p_workspace, NULL, p_customer, p_unit);
    a := x.a; v_at := x.moment; v_ended := x.ended; v_crossed := x.crossed;
    IF a.id IS NULL THEN RETURN jsonb_build_object('refused', 'insufficient', 'available', 0); END IF;
    v_replay := credits_replay(a, p_what->>'key');
    IF v_replay IS NOT NULL THEN RETURN v_replay; END IF;
    v_before := a.balance - a.held - credits_pending(a, v_at);
    IF v_before < p_amount THEN RETURN jsonb_build_object('refused', 'insufficient', 'available', v_before); END IF;
    SELECT * INTO m FROM credits_move(a, v_at, v_before, v_before - p_amount, -p_amount, 0, 1);
    a := m.a; v_crossed := v_crossed || m.crossed;
  END IF;
  UPDATE credit_grants SET remaining = remaining - p_amount WHERE workspace_id = p_workspace AND remaining - held >= p_amount AND id = (
      SELECT id FROM credit_grants WHERE workspace_id = p_workspace AND account_id = a.id AND NOT spent AND remaining > held AND voided_at IS NULL
        AND effective_at <= v_at AND (expires_at IS NULL OR expires_at > v_at) ORDER BY priority, expires_at, created_at, id LIMIT 1)
    RETURNING id INTO v_grant;
  IF v_grant IS NOT NULL THEN
    v_grants := ARRAY[v_grant]; v_amounts := ARRAY[-p_amount];
  ELSE
    SELECT * INTO b FROM credits_burn(a, p_amount, v_at, false);
    v_grants := b.grants; v_amounts := ARRAY(SELECT -part FROM unnest(b.amounts) AS part);
  END IF;
  INSERT INTO credit_entries (workspace_id, id, account_id, customer_id, unit, seq, type, amount, balance_after, grant_ids, grant_amounts, note, source_type,
      source_id, actor_type, actor_id, actor_name, key, created_at)
    VALUES (p_workspace, credits_id(v_at), a.id, p_customer, p_unit, a.last_seq, p_type, -p_amount, a.balance, v_grants, v_amounts, COALESCE(p_what->>'note', ''),
      p_what->>'source_type', p_what->>'source_id', COALESCE(p_what->>'actor_type', 'system'), (p_what->>'actor_id')::uuid,
      COALESCE(p_what->>'actor_name', 'Atrium'), p_what->>'key', v_at)
    RETURNING * INTO e;
  RETURN jsonb_build_object('account_id', a.id, 'customer_id', a.customer_id, 'unit', a.unit, 'balance', a.balance, 'held', a.held,
    'available', v_before - p_amount, 'low_below', a.low_below, 'top_up_amount', a.top_up_amount, 'crossed', v_crossed, 'ended', v_ended, 'entry', to_jsonb(e));
END $$;

-- Refuses: insufficient, expired.
CREATE FUNCTION credits_hold(p_workspace uuid, p_customer uuid, p_unit text, p_amount bigint, p_expires_at timestamptz, p_what jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; m record; b record; v_before bigint; h credit_holds;
BEGIN
  SELECT * INTO x FROM credits_lock(p_workspace, NULL, p_customer, p_unit);
  IF (x.a).id IS NULL THEN RETURN jsonb_build_object('refused', 'insufficient', 'available', 0); END IF;
  IF p_expires_at <= x.moment THEN RETURN jsonb_build_object('refused', 'expired'); END IF;
  v_before := (x.a).balance - (x.a).held - credits_pending(x.a, x.moment);
  IF v_before < p_amount THEN RETURN jsonb_build_object('refused', 'insufficient', 'available', v_before); END IF;
  SELECT * INTO b FROM credits_burn(x.a, p_amount, x.moment, true);
  SELECT * INTO m FROM credits_move(x.a, x.moment, v_before, v_before - p_amount, 0, p_amount, 0);
  INSERT INTO credit_holds (workspace_id, id, account_id, customer_id, unit, amount, grant_ids, grant_amounts, expires_at, note, source_type, source_id,
      actor_type, actor_id, actor_name, created_at)
    VALUES ((m.a).workspace_id, credits_id(x.moment), (m.a).id, (m.a).customer_id, (m.a).unit, p_amount, b.grants, b.amounts, p_expires_at,
      COALESCE(p_what->>'note', ''), p_what->>'source_type', p_what->>'source_id', COALESCE(p_what->>'actor_type', 'system'), (p_what->>'actor_id')::uuid,
      COALESCE(p_what->>'actor_name', 'Atrium'), x.moment)
    RETURNING * INTO h;
  RETURN credits_answer(m.a, x.moment, x.crossed || m.crossed, x.ended, jsonb_build_object('hold', to_jsonb(h)));
END $$;

-- Ends an open hold of a locked account: p_amount of it is paid, the rest is free again. Grants that ended meanwhile keep nothing.
CREATE FUNCTION credits_settle(
  INOUT a credit_accounts, INOUT h credit_holds, p_at timestamptz, p_state text, p_amount bigint, p_what jsonb, OUT entry jsonb, OUT ended jsonb, OUT crossed text[]
) LANGUAGE plpgsql AS $$
DECLARE m record; s record; v_before bigint := a.balance - a.held - credits_pending(a, p_at); v_after bigint; v_left bigint := p_amount; v_part bigint;
  v_grants uuid[] := '{}'; v_amounts bigint[] := '{}';
BEGIN
  ended := '[]';
  FOR i IN 1 .. cardinality(h.grant_ids) LOOP
    v_part := LEAST(h.grant_amounts[i], v_left);
    UPDATE credit_grants SET held = held - h.grant_amounts[i], remaining = remaining - v_part WHERE workspace_id = a.workspace_id AND id = h.grant_ids[i];
    IF v_part > 0 THEN v_grants := v_grants || h.grant_ids[i]; v_amounts := v_amounts || -v_part; v_left := v_left - v_part; END IF;
  END LOOP;
  UPDATE credit_holds SET state = p_state, captured = p_amount, settled_at = p_at WHERE workspace_id = h.workspace_id AND id = h.id RETURNING * INTO h;
  v_after := v_before + h.amount - p_amount - credits_dead(a, p_at);
  SELECT * INTO m FROM credits_move(a, p_at, v_before, v_after, -p_amount, -h.amount, CASE WHEN p_amount > 0 THEN 1 ELSE 0 END);
  a := m.a; crossed := m.crossed;
  IF p_amount > 0 THEN
    entry := to_jsonb(credits_enter(a, p_at, 'capture', -p_amount, v_grants, v_amounts, h.id, NULL,
      p_what || jsonb_build_object('source_type', h.source_type, 'source_id', h.source_id)));
  END IF;
  SELECT * INTO s FROM credits_sweep(a, p_at, v_after);
  a := s.a; ended := s.ended; crossed := crossed || s.crossed;
END $$;

-- Refuses: missing, settled, expired, exceeds. Amount 0 releases all of it.
CREATE FUNCTION credits_end_hold(p_workspace uuid, p_hold uuid, p_amount bigint, p_what jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; s record; h credit_holds;
BEGIN
  SELECT * INTO h FROM credit_holds WHERE workspace_id = p_workspace AND id = p_hold;
  IF NOT FOUND THEN RETURN jsonb_build_object('refused', 'missing'); END IF;
  SELECT * INTO x FROM credits_lock(p_workspace, h.account_id, NULL, NULL);
  SELECT * INTO h FROM credit_holds WHERE workspace_id = p_workspace AND id = p_hold;
  IF h.state <> 'open' THEN RETURN jsonb_build_object('refused', 'settled', 'state', h.state); END IF;
  IF h.expires_at <= x.moment AND p_amount > 0 THEN RETURN jsonb_build_object('refused', 'expired'); END IF;
  IF p_amount > h.amount THEN RETURN jsonb_build_object('refused', 'exceeds', 'amount', h.amount); END IF;
  SELECT * INTO s FROM credits_settle(x.a, h, x.moment, CASE WHEN p_amount > 0 THEN 'captured' ELSE 'released' END, p_amount, p_what);
  RETURN credits_answer(s.a, x.moment, x.crossed || s.crossed, x.ended || s.ended, jsonb_build_object('entry', s.entry, 'hold', to_jsonb(s.h)));
END $$;

-- Refuses: missing, not_a_debit, reversed, too_much. What was taken goes back to the grants it came from; what came from one that has ended since, ends
-- at once again.
CREATE FUNCTION credits_reverse(p_workspace uuid, p_entry uuid, p_what jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; m record; s record; o credit_entries; e credit_entries; v_before bigint; v_after bigint;
BEGIN
  SELECT * INTO o FROM credit_entries WHERE workspace_id = p_workspace AND id = p_entry;
  IF NOT FOUND THEN RETURN jsonb_build_object('refused', 'missing'); END IF;
  IF o.type NOT IN ('consume', 'deduct', 'capture') THEN RETURN jsonb_build_object('refused', 'not_a_debit', 'type', o.type); END IF;
  SELECT * INTO x FROM credits_lock(p_workspace, o.account_id, NULL, NULL);
  PERFORM 1 FROM credit_entries WHERE workspace_id = o.workspace_id AND reverses_id = o.id;
  IF FOUND THEN RETURN jsonb_build_object('refused', 'reversed'); END IF;
  v_before := (x.a).balance - (x.a).held - credits_pending(x.a, x.moment);
  IF (x.a).balance > 9007199254740991 + o.amount THEN RETURN jsonb_build_object('refused', 'too_much', 'balance', (x.a).balance); END IF;
  FOR i IN 1 .. cardinality(o.grant_ids) LOOP
    UPDATE credit_grants SET remaining = remaining - o.grant_amounts[i] WHERE workspace_id = o.workspace_id AND id = o.grant_ids[i];
  END LOOP;
  v_after := v_before - o.amount - credits_dead(x.a, x.moment);
  SELECT * INTO m FROM credits_move(x.a, x.moment, v_before, v_after, -o.amount, 0, 1);
  e := credits_enter(m.a, x.moment, 'reversal', -o.amount, o.grant_ids, ARRAY(SELECT -part FROM unnest(o.grant_amounts) AS part), NULL, o.id,
    p_what || jsonb_build_object('source_type', o.source_type, 'source_id', o.source_id));
  SELECT * INTO s FROM credits_sweep(m.a, x.moment, v_after);
  RETURN credits_answer(s.a, x.moment, x.crossed || m.crossed || s.crossed, x.ended || s.ended, jsonb_build_object('entry', to_jsonb(e)));
END $$;

-- What has ended by itself: holds first, so that grants that ended meanwhile let go of what they had reserved.
CREATE FUNCTION credits_expire(p_workspace uuid, p_account uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE x record; s record; h credit_holds; a credit_accounts; v_holds jsonb := '[]'; v_ended jsonb; v_crossed text[];
BEGIN
  SELECT * INTO x FROM credits_lock(p_workspace, p_account, NULL, NULL);
  IF (x.a).id IS NULL THEN RETURN NULL; END IF;
  a := x.a; v_ended := x.ended; v_crossed := x.crossed;
  FOR h IN SELECT * FROM credit_holds WHERE workspace_id = a.workspace_id AND account_id = a.id AND state = 'open' AND expires_at <= x.moment
      ORDER BY expires_at, id LIMIT 200 LOOP
    SELECT * INTO s FROM credits_settle(a, h, x.moment, 'expired', 0, '{}');
    a := s.a; v_ended := v_ended || s.ended; v_crossed := v_crossed || s.crossed; v_holds := v_holds || jsonb_build_array(to_jsonb(s.h));
  END LOOP;
  RETURN credits_answer(a, x.moment, v_crossed, v_ended, jsonb_build_object('holds', v_holds));
END $$;

-- The checker, for up to p_limit accounts after p_after: entries since the last check on top of what was right then (all of them when p_whole), against
-- what is left of the grants, what is reserved, and the account. One statement, so one snapshot, and no lock. Answers the accounts it looked at.
CREATE FUNCTION credits_check(p_workspace uuid, p_after uuid, p_limit int, p_whole boolean)
RETURNS TABLE (account_id uuid, customer_id uuid, unit text, balance bigint, entries numeric, remaining numeric, problem text, is_new boolean) LANGUAGE sql AS $$
  WITH looked AS (
    SELECT a.*, c.problem AS known, n.sum AS total, n.count AS many, n.broken, g.remaining, g.held AS reserved, h.open
    FROM (SELECT * FROM credit_accounts WHERE workspace_id = p_workspace AND id > p_after ORDER BY id LIMIT p_limit) a
    LEFT JOIN credit_checks c ON c.workspace_id = a.workspace_id AND c.account_id = a.id
    CROSS JOIN LATERAL (SELECT CASE WHEN p_whole OR c.seq IS NULL THEN 0 ELSE c.seq END AS seq, CASE WHEN p_whole OR c.seq IS NULL THEN 0 ELSE c.total END AS total) f
    CROSS JOIN LATERAL (
      SELECT f.total + COALESCE(sum(e.amount), 0) AS sum, f.seq + count(*) AS count,
        bool_or(e.amount <> (SELECT sum(part) FROM unnest(e.grant_amounts) AS part)) AS broken
      FROM credit_entries e WHERE e.workspace_id = a.workspace_id AND e.account_id = a.id AND e.seq > f.seq) n
    CROSS JOIN LATERAL (SELECT COALESCE(sum(remaining), 0) AS remaining, COALESCE(sum(held), 0) AS held FROM credit_grants
      WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent) g
    CROSS JOIN LATERAL (SELECT COALESCE(sum(amount), 0) AS open FROM credit_holds
      WHERE workspace_id = a.workspace_id AND account_id = a.id AND state = 'open') h
  ), judged AS (
    SELECT *, CASE WHEN total <> balance THEN 'entries' WHEN many <> last_seq OR broken THEN 'sequence' WHEN remaining <> balance THEN 'grants'
      WHEN reserved <> held OR open <> held THEN 'holds' END AS found FROM looked
  ), kept AS (
    INSERT INTO credit_checks AS c (workspace_id, account_id, seq, total, problem, checked_at)
      SELECT workspace_id, id, CASE WHEN found IS NULL THEN last_seq ELSE 0 END, CASE WHEN found IS NULL THEN balance ELSE 0 END, found, clock_timestamp() FROM judged
      WHERE found IS NOT NULL OR known IS NOT NULL OR p_whole OR last_seq IS DISTINCT FROM
        (SELECT seq FROM credit_checks k WHERE k.workspace_id = judged.workspace_id AND k.account_id = judged.id)
      ON CONFLICT (workspace_id, account_id) DO UPDATE SET seq = excluded.seq, total = excluded.total, problem = excluded.problem, checked_at = excluded.checked_at
  )
  SELECT id, customer_id, unit, balance, total, remaining, found, known IS NULL FROM judged ORDER BY id
$$;
