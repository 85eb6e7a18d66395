-- Search again: filters by folder, status and owner, and members of some folders, read an index of their own in the order of the result;
-- what waits for its grams costs little while it is much. Replaces functions of 2026_11_22_foundation/search.sql, where the others stand.

-- A filter by one of these reads its own rows alone, texts included, with the newest first.
DO $$
DECLARE
  narrowing text;
BEGIN
  FOREACH narrowing IN ARRAY ARRAY['folder', 'status', 'owner'] LOOP
    EXECUTE format('CREATE INDEX ix_customers_%1$s_searched ON public.customers (workspace_id, %1$s_id, last_activity_at DESC, id DESC) INCLUDE (search_text)'
      ' WHERE deleted_at IS NULL%2$s', narrowing, CASE narrowing WHEN 'owner' THEN ' AND owner_id IS NOT NULL' ELSE '' END);
    EXECUTE format('DROP INDEX public.ix_customers_%s', narrowing);
    EXECUTE format('ALTER INDEX public.ix_customers_%1$s_searched RENAME TO ix_customers_%1$s', narrowing);
  END LOOP;
END $$;

-- The number of every window is as before; made in half the time, which is most of what indexing costs.
CREATE OR REPLACE FUNCTION public.search_grams(workspace_id uuid, document text) RETURNS int4[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  salt bigint := uuid_hash_extended(workspace_id, 0);
BEGIN
  RETURN ARRAY(
    SELECT (hashtextextended(substr(word, place, size), salt) >> 32)::int4
    FROM string_to_table(translate(document, E'\n', ' '), ' ') word, generate_series(1, 3) size, generate_series(1, length(word) - size + 1) place
    WHERE size > 1 OR (octet_length(word) > length(word) AND octet_length(substr(word, place, 1)) > 1));
END $$;

-- Indexes up to batch of the current workspace's pending rows and returns how many; 0 when nothing is worth doing: a workspace of at most
-- 10,000 customers is read whole by every search, and 1,000 pending rows are read in half a millisecond.
CREATE OR REPLACE FUNCTION public.search_reindex(batch int DEFAULT 2000) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := public.search_workspace();
  done int;
BEGIN
  IF NOT EXISTS (SELECT FROM public.customer_search WHERE workspace_id = workspace OFFSET 10000)
    OR NOT EXISTS (SELECT FROM public.customer_search WHERE workspace_id = workspace AND NOT indexed OFFSET 1000) THEN
    RETURN 0;
  END IF;
  WITH pending AS MATERIALIZED (
    SELECT customer_id FROM public.customer_search WHERE workspace_id = workspace AND NOT indexed
    ORDER BY customer_id LIMIT batch FOR UPDATE SKIP LOCKED
  )
  UPDATE public.customer_search s SET indexed = true FROM pending p WHERE s.workspace_id = workspace AND s.customer_id = p.customer_id;
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$;

-- The workspaces in which search_reindex has work, for the job that calls it. Hops from one workspace to the next through the index.
CREATE OR REPLACE FUNCTION public.search_backlog() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid;
BEGIN
  LOOP
    SELECT s.workspace_id INTO workspace FROM public.customer_search s
    WHERE NOT s.indexed AND s.workspace_id > coalesce(workspace, '00000000-0000-0000-0000-000000000000') ORDER BY s.workspace_id LIMIT 1;
    EXIT WHEN workspace IS NULL;
    IF EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = workspace AND NOT s.indexed OFFSET 1000)
      AND EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = workspace OFFSET 10000) THEN
      RETURN NEXT workspace;
    END IF;
  END LOOP;
END $$;

-- The query as a condition on c.search_text and c.id: the head of the document, or all of it where the head was cut
-- (asked by LIKE, because starts_with takes half as long as the search itself).
CREATE OR REPLACE FUNCTION public.search_matches(q text, workspace uuid) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN conjunction IS NULL THEN 'false' ELSE format(
    '(%1$s OR (c.search_text LIKE E''\x01%%'' AND EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = %3$L AND s.customer_id = c.id AND %2$s OFFSET 0)))',
    replace(conjunction, '@', 'c'), replace(conjunction, '@', 's'), workspace) END
  FROM (
    SELECT string_agg('(' || (SELECT string_agg(format('@.search_text LIKE %L', pattern), ' OR ') FROM unnest(patterns) pattern) || ')', ' AND '
      ORDER BY length(term) DESC) AS conjunction
    FROM public.search_terms(q)
  ) matching
$$;

-- ── How it is found ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The narrowest of a search's conditions whose customers an index lists with the newest first: the conditions on customers c, one for each
-- value, and how many rows they have. No scans when there is none. assigned: the scans show the folders of a member who also
-- sees the customers assigned to them.
CREATE OR REPLACE FUNCTION public.search_ordered(
  workspace uuid, filter jsonb, visibility jsonb, OUT scans text[], OUT size float8, OUT assigned boolean
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  live text := format('SELECT FROM public.customers c WHERE c.workspace_id = %L AND c.deleted_at IS NULL AND ', workspace);
  candidate record; rows_of float8;
BEGIN
  FOR candidate IN
    SELECT ARRAY(SELECT CASE value WHEN 'none' THEN format('c.%I IS NULL', key) ELSE format('c.%I = %L', key, value::uuid) END
        FROM jsonb_array_elements_text(given) value GROUP BY value) AS scans, member
    FROM (
      SELECT key, value, false FROM jsonb_each(filter) WHERE key IN ('folder_id', 'status_id', 'owner_id') AND NOT (key = 'owner_id' AND value ? 'none')
      UNION ALL SELECT 'folder_id', visibility -> 'granted_folder_ids', true
      WHERE visibility ->> 'mode' = 'folders' AND public.search_assigned_few(workspace, visibility)
    ) narrowing (key, given, member)
    WHERE jsonb_typeof(given) = 'array' AND jsonb_array_length(given) BETWEEN 1 AND 20
  LOOP
    rows_of := (SELECT sum(public.search_estimate(live || scan)) FROM unnest(candidate.scans) scan);
    IF rows_of IS NOT NULL AND (size IS NULL OR rows_of < size) THEN
      scans := candidate.scans;
      size := rows_of;
      assigned := candidate.member;
    END IF;
  END LOOP;
END $$;

-- Whether so few customers are assigned to a member that all their texts are read in a few milliseconds.
CREATE OR REPLACE FUNCTION public.search_assigned_few(workspace uuid, visibility jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT public.search_estimate(format('SELECT FROM public.customer_workers w WHERE w.workspace_id = %L AND w.member_id = %L',
    workspace, (visibility ->> 'member_id')::uuid)) <= 20000
$$;

-- The newest `needed` of a member's own customers that match: of all of them by their texts side by side, or, when that would be many rows
-- to fetch, from the newest of the workspace, as far down as they are to be expected.
CREATE OR REPLACE FUNCTION public.search_own(
  workspace uuid, member uuid, scope text, words text, rest text, needed int, OUT ids uuid[], OUT times timestamptz[]
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := format('SELECT w.customer_id AS id, w.search_text FROM public.customer_workers w WHERE w.workspace_id = %L AND w.member_id = %L', workspace, member);
  members uuid[]; depth float8;
BEGIN
  EXECUTE format('SELECT coalesce(array_agg(c.id), ''{}'') FROM (%s) c WHERE %s', own, words) INTO members;
  IF cardinality(members) > 500 THEN
    depth := ceil(2 * needed * public.search_estimate('SELECT FROM public.customers c WHERE ' || scope) / cardinality(members));
    IF depth * 0.2 < cardinality(members) * 3.5 THEN
      SELECT * INTO ids, times FROM public.search_take(format('(SELECT * FROM public.customers c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC'
        ' LIMIT %s) c WHERE c.id = ANY ($1) AND %s', scope, depth, rest), members, needed);
    END IF;
  END IF;
  IF ids IS NULL OR cardinality(ids) < needed THEN
    SELECT * INTO ids, times FROM public.search_take(
      format('unnest($1) d (id), LATERAL (SELECT * FROM public.customers c WHERE c.id = d.id AND %s OFFSET 0) c WHERE %s', scope, rest), members, needed);
  END IF;
END $$;

-- The newest `needed` customers that match, always complete and exact; only the way to them is chosen by what it costs:
--   0. for a member who sees a few thousand assigned customers only: all of those;
--   1. else the newest few thousand rows, read from the recency index, fill a page with whatever is common;
--   2. or the cheapest of: reading on in the recency index, or in that of a folder, status or owner ("ordered"); listing the words' candidates
--      (grams, and the rows not yet indexed); probing the members of a rare filter. Costs are microseconds per row, measured at a million
--      customers; densities are those just seen.
CREATE OR REPLACE FUNCTION public.search_ids(
  q text, filter jsonb, visibility jsonb, after_at timestamptz, after_id uuid, needed int, OUT ids uuid[], OUT times timestamptz[]
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := public.search_workspace();
  trashed boolean := coalesce((filter ->> 'trashed')::boolean, false);
  scope text := format('c.workspace_id = %L AND c.deleted_at IS %s', workspace, CASE WHEN trashed THEN 'NOT NULL' ELSE 'NULL' END);
  -- Three levels, because the planner would put a filter that probes another table before the words, whose own probe is almost never made.
  recent constant text := '(SELECT * FROM (SELECT * FROM %s ORDER BY c.last_activity_at DESC, c.id DESC %s) c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC OFFSET 0) c WHERE %s';
  found constant text := 'unnest($1) d (id), LATERAL (SELECT * FROM public.customers c WHERE c.id = d.id AND %s OFFSET 0) c WHERE %s';
  everybody text; conditions text[]; drivers text[]; estimates float8[]; words text; probes text; rest text; way text; members uuid[]; chunk int;
  hits int; total float8; narrow float8; matching float8; reading float8; ordering float8; listing float8; probing float8;
  word record; member record; more record; own record; narrowest record;
BEGIN
  IF needed IS NULL OR needed NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION 'between 1 and 100000 rows can be asked for, not %', needed USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT coalesce(array_agg(c.condition), '{}'), coalesce(array_agg(CASE WHEN NOT trashed THEN c.driver END), '{}'),
    string_agg(c.condition, ' AND ') FILTER (WHERE c.probes AND strpos(c.condition, 'c.folder_id') = 0) INTO conditions, drivers, probes
  FROM public.search_conditions(workspace, filter, visibility) c;
  IF after_at IS NOT NULL AND after_id IS NOT NULL THEN
    scope := scope || format(' AND (c.last_activity_at, c.id) < (%L::timestamptz, %L::uuid)', after_at, after_id);
  END IF;
  everybody := 'public.customers c WHERE ' || scope;
  IF btrim(coalesce(q, '')) <> '' THEN
    words := public.search_matches(q, workspace);
  END IF;

  rest := coalesce(NULLIF(array_to_string(conditions, ' AND '), ''), 'true');
  IF q ~* '^[ {]*[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[ }]*$' THEN
    SELECT * INTO ids, times FROM public.search_take(format('%s AND c.id = %L AND %s', everybody, btrim(q, ' {}')::uuid, rest), NULL, needed);
    IF cardinality(ids) > 0 THEN
      RETURN;
    END IF;
  END IF;
  IF words IS NOT NULL AND NOT trashed AND visibility ->> 'mode' = 'assigned' AND public.search_assigned_few(workspace, visibility) THEN
    SELECT coalesce(string_agg(c.condition, ' AND '), 'true') INTO rest FROM public.search_conditions(workspace, filter, visibility || '{"mode": "all"}') c;
    SELECT * INTO ids, times FROM public.search_own(workspace, (visibility ->> 'member_id')::uuid, scope, words, rest, needed);
    RETURN;
  END IF;
  chunk := CASE WHEN cardinality(array_remove(drivers, NULL)) > 0 THEN 2000 ELSE 10000 END;
  SELECT * INTO ids, times FROM public.search_take(format(recent, everybody, 'LIMIT ' || chunk, coalesce(words, 'true'), rest), NULL, needed);
  hits := cardinality(ids);
  IF hits >= needed THEN
    RETURN;
  END IF;
  EXECUTE format('SELECT c.last_activity_at, c.id FROM %s ORDER BY c.last_activity_at DESC, c.id DESC OFFSET %s LIMIT 1', everybody, chunk - 1)
    INTO after_at, after_id;
  IF after_id IS NULL THEN
    RETURN;
  END IF;

  total := greatest(public.search_estimate('SELECT FROM ' || everybody), chunk);
  estimates := ARRAY(SELECT coalesce(public.search_estimate(driver), total / 2) FROM unnest(drivers) driver);
  narrow := coalesce((SELECT exp(sum(ln(greatest(least(estimate / total, 1), 1e-7)))) FROM unnest(estimates) estimate), 1);
  SELECT NULL::int4[] AS grams, NULL::float8 AS postings, NULL::float8 AS candidates INTO word;
  matching := 1;
  IF words IS NOT NULL THEN
    matching := (hits + 0.5) / chunk;
    IF cardinality(conditions) > 0 THEN
      EXECUTE format('SELECT (count(*) + 0.5) / 3000 FROM ' || recent, everybody, 'LIMIT 3000', words, 'true') INTO matching;
    END IF;
    SELECT * INTO word FROM public.search_choose_grams(q, workspace,
      format('SELECT c.search_text FROM %s ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 1000', everybody), matching);
  END IF;
  SELECT * INTO narrowest FROM public.search_ordered(workspace, filter, CASE WHEN words IS NOT NULL THEN visibility END) WHERE NOT trashed;
  reading := (needed - hits) / CASE WHEN hits > 3 THEN hits * 1.0 / chunk ELSE narrow * matching END;
  reading := least(total - chunk, reading) * (0.3 + CASE WHEN rest LIKE '%EXISTS%' THEN 2 * matching ELSE 0 END);
  ordering := reading * narrowest.size / total;
  listing := total * (word.postings * 0.075 + word.candidates) + 0.35 * public.search_estimate(
    format('SELECT FROM public.customer_search s WHERE s.workspace_id = %L AND NOT s.indexed', workspace));
  probing := listing + total * matching * CASE WHEN probes IS NOT NULL THEN 2 + 5.5 * narrow WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 3.5 END;
  SELECT * INTO member FROM public.search_members(conditions, drivers, estimates, total, least(probing, reading, ordering) * CASE WHEN words IS NULL THEN 1.2 ELSE 0.8 END);
  rest := member.rest;
  reading := (needed - hits) / greatest(1e-9, CASE WHEN hits > 3 THEN hits * 1.0 / chunk ELSE member.share * matching END);
  reading := least(total - chunk, reading) * (0.3 + CASE WHEN rest LIKE '%EXISTS%' THEN 2 * matching * least(1, cardinality(member.members) / total) ELSE 0 END);
  ordering := reading * narrowest.size / total + CASE WHEN NOT narrowest.assigned THEN 0 WHEN member.members IS NULL THEN 4000 END;
  listing := listing + total * matching * CASE WHEN member.members IS NULL AND probes IS NOT NULL THEN 2 + 5.5 * narrow
    ELSE least(1, cardinality(member.members) / total) * CASE WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 3.5 END END;
  probing := cardinality(member.members) * CASE WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 2.5 END;
  way := CASE least(listing, probing, reading, ordering) WHEN ordering THEN 'ordering' WHEN reading THEN 'reading' WHEN listing THEN 'listing' ELSE 'probing' END;
  RAISE DEBUG 'search by %: % hits in %, matching %, members %, reading %, ordering %, listing %, probing %',
    way, hits, chunk, matching, cardinality(member.members), round(reading), round(ordering), round(listing), round(probing);

  members := member.members;
  IF way IN ('reading', 'ordering') THEN
    scope := scope || format(' AND (c.last_activity_at, c.id) < (%L::timestamptz, %L::uuid)', after_at, after_id);
    everybody := 'public.customers c WHERE ' || scope;
    IF way = 'ordering' THEN
      everybody := format('(%s) c', (SELECT string_agg(format('SELECT * FROM %s AND %s', everybody, scan), ' UNION ALL ') FROM unnest(narrowest.scans) scan));
    END IF;
    SELECT * INTO more FROM public.search_take(format(recent, everybody, 'OFFSET 0',
      concat_ws(' AND ', 'true', CASE WHEN members IS NOT NULL THEN 'c.id = ANY ($1)' END, words), rest), members, needed - hits);
    IF way = 'ordering' AND narrowest.assigned THEN
      SELECT * INTO own FROM public.search_own(workspace, (visibility ->> 'member_id')::uuid, scope, words, rest, needed - hits);
      SELECT array_agg(id ORDER BY at DESC, id DESC) AS ids, array_agg(at ORDER BY at DESC, id DESC) AS times INTO more FROM (
        SELECT * FROM unnest(more.ids, more.times) UNION SELECT * FROM unnest(own.ids, own.times) ORDER BY 2 DESC, 1 DESC LIMIT needed - hits) both_ (id, at);
    END IF;
    ids := ids || more.ids;
    times := times || more.times;
    RETURN;
  END IF;
  IF words IS NOT NULL THEN
    IF way = 'listing' THEN
      way := 'SELECT s.customer_id AS id, s.search_text FROM public.customer_search s WHERE s.indexed'
        ' AND public.search_grams(s.workspace_id, s.search_text) @> $2 AND s.workspace_id IS NOT DISTINCT FROM $3'
        ' UNION ALL SELECT s.customer_id, s.search_text FROM public.customer_search s WHERE s.workspace_id = $3 AND NOT s.indexed';
      words := concat_ws(' AND ', CASE WHEN members IS NOT NULL THEN 'c.id = ANY ($1)' END, words);
    ELSE
      way := 'SELECT s.customer_id AS id, s.search_text FROM unnest($1) d (id), LATERAL (SELECT * FROM public.customer_search s WHERE s.workspace_id = $3 AND s.customer_id = d.id OFFSET 0) s';
    END IF;
    EXECUTE format('SELECT array_agg(c.id) FROM (SELECT * FROM (%s OFFSET 0) c WHERE %s OFFSET 0) c WHERE %s',
      way, words, CASE WHEN members IS NULL THEN coalesce(probes, 'true') ELSE 'true' END) INTO members USING members, word.grams, workspace;
  END IF;
  SELECT * INTO ids, times FROM public.search_take(format(found, scope, rest), members, needed);
END $$;

-- A condition on c.search_text: it holds a word with at most one typing error (a letter wrong, missing, added, or two neighbours swapped). Such an
-- error leaves one half of the word as it was, save a swap right in the middle: LIKE rules out nearly all rows, ten times faster than the regular expression.
CREATE OR REPLACE FUNCTION public.search_misspelt(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('CASE WHEN c.search_text LIKE %L OR c.search_text LIKE %L OR c.search_text LIKE %L THEN c.search_text ~ %L ELSE false END',
    '%' || left(word, half) || '%', '%' || substr(word, half + 1) || '%',
    '%' || left(word, half - 1) || substr(word, half + 1, 1) || substr(word, half, 1) || substr(word, half + 2) || '%',
    string_agg(left(word, place - 1) || '[^ \n]{0,2}' || substr(word, place + 1) || '|'
      || left(word, place - 1) || substr(word, place + 1, 1) || substr(word, place, 1) || substr(word, place + 2), '|'))
  FROM (SELECT length(word) / 2 AS half) middle, generate_series(1, length(word)) place GROUP BY half
$$;

-- Up to ten customers that match but for one typing error in each word of five letters or more, newest first. Looks at the newest rows, where common names are, and at those
-- that hold the rarest window of the longest word or the rarest beside it, where rare names are: one error leaves one of the two intact.
-- Best effort: a window in more than a quarter percent of the rows is not followed, nor are more than the newest 10,000 of those read that wait for their grams.
CREATE OR REPLACE FUNCTION public.search_typos(q text, filter jsonb, visibility jsonb) RETURNS TABLE (id uuid, last_activity_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := public.search_workspace();
  scope text := format('c.workspace_id = %L AND c.deleted_at IS %s', workspace, CASE WHEN (filter ->> 'trashed')::boolean THEN 'NOT NULL' ELSE 'NULL' END);
  newest text := format('(SELECT * FROM public.customers c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 2000) c', scope);
  word text; wanted text; conditions text; windows text[]; counts bigint[]; rarest int; beside int; grams int4[] := '{}';
BEGIN
  SELECT string_agg(CASE WHEN term ~ '[0-9 ]' OR length(term) < 5 THEN format('c.search_text LIKE %L', '%' || term || '%')
      ELSE public.search_misspelt(term) END, ' AND ' ORDER BY length(term) DESC),
    (array_agg(term ORDER BY length(term) DESC) FILTER (WHERE term !~ '[0-9 ]' AND length(term) >= 5))[1]
    INTO wanted, word FROM public.search_terms(q);
  IF word IS NULL THEN
    RETURN;
  END IF;
  SELECT coalesce(string_agg(c.condition, ' AND '), 'true') INTO conditions FROM public.search_conditions(workspace, filter, visibility) c;
  windows := ARRAY(SELECT substr(word, place, 3) FROM generate_series(1, length(word) - 2) place);
  EXECUTE format('SELECT ARRAY[%s]::bigint[] FROM %s', (SELECT string_agg(format('count(*) FILTER (WHERE c.search_text LIKE %L)', '%' || part || '%'), ', ' ORDER BY place)
    FROM unnest(windows) WITH ORDINALITY w (part, place)), newest) INTO counts;
  SELECT place INTO rarest FROM unnest(counts) WITH ORDINALITY w (seen, place) WHERE seen <= 5 ORDER BY seen LIMIT 1;
  SELECT place INTO beside FROM unnest(counts) WITH ORDINALITY w (seen, place) WHERE seen <= 5 AND abs(place - rarest) >= 3 ORDER BY seen LIMIT 1;
  SELECT array_agg((hashtextextended(windows[place], uuid_hash_extended(workspace, 0)) >> 32)::int4) INTO grams FROM unnest(ARRAY[rarest, beside]) place WHERE place IS NOT NULL;
  RETURN QUERY EXECUTE format($query$
    WITH held AS MATERIALIZED (
      (SELECT c.customer_id AS id FROM public.customer_search c WHERE c.indexed AND c.workspace_id IS NOT DISTINCT FROM $1
        AND public.search_grams(c.workspace_id, c.search_text) && $2 AND %1$s LIMIT 1000)
      UNION ALL SELECT c.customer_id
        FROM (SELECT * FROM public.customer_search c WHERE c.workspace_id = $1 AND NOT c.indexed ORDER BY c.customer_id DESC LIMIT 10000) c WHERE %1$s
      UNION SELECT c.id FROM %2$s WHERE %1$s
    )
    SELECT c.id, c.last_activity_at FROM held h, LATERAL (SELECT * FROM public.customers c WHERE c.id = h.id AND %3$s OFFSET 0) c WHERE %4$s
    ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 10 $query$, wanted, newest, scope, conditions) USING workspace, coalesce(grams, '{}');
END $$;

DO $$
DECLARE
  helper text;
BEGIN
  FOREACH helper IN ARRAY ARRAY['search_ordered(uuid, jsonb, jsonb)', 'search_assigned_few(uuid, jsonb)', 'search_own(uuid, uuid, text, text, text, int)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%s FROM PUBLIC', helper);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO atrium_search', helper);
  END LOOP;
END $$;
