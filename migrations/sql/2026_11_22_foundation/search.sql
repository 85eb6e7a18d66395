-- Customer search and filters. Executed by the migration once customers, customer_tags, customer_workers and custom_field_values exist.
-- Why functions that run as their own role: row-level security switches off every index whose operators are not leakproof, and
-- LIKE and array operators are not. The functions run as atrium_search, read the workspace from the transaction's own setting,
-- and return identifiers only; the caller's own policy checks the rows again when it joins them.

-- ── What a text is compared as ──────────────────────────────────────────────────────────────────────────────────────────────

-- Lower case without accents, every run of other characters one blank, line feeds kept (they part the fields of a document).
-- Only built-in functions that are immutable: normalisation forms are frozen by the Unicode stability policy for assigned characters.
-- The translated capitals are for databases whose locale is plain C, where lower() knows ASCII alone.
CREATE OR REPLACE FUNCTION public.search_fold(raw text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  folded text;
BEGIN
  IF octet_length(raw) = length(raw) THEN
    RETURN regexp_replace(lower(raw), '[^a-z0-9\n]+', ' ', 'g');
  END IF;
  folded := regexp_replace(normalize(raw, NFKD), '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7'
    '\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+', '', 'g');
  folded := translate(lower(normalize(folded, NFKC)),
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςøłđðħŧıØŁĐÐĦŦ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
    'абвгдежзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψωσolddhtiolddht01234567890123456789');
  folded := replace(replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  RETURN regexp_replace(folded, '[\u0001-\u0009\u000b-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u055a-\u055f\u0589\u058a'
    '\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u1680\u2000-\u2027\u202f-\u205f'
    '\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\ufd3e\ufd3f\ufffc\ufffd]+', ' ', 'g');
END $$;

-- The digits of an E.164 number and, on a line of their own, the form dialled inside its country (ITU E.164 country codes are
-- prefix-free; the trunk prefix is 8 in zone 7, 06 in Hungary, none in zone 1, else 0).
CREATE OR REPLACE FUNCTION public.search_phone(number text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN number NOT LIKE '+_______%' OR number LIKE '+1%' THEN ltrim(number, '+')
    WHEN number LIKE '+7%' THEN substr(number, 2) || E'\n8' || substr(number, 3)
    WHEN number LIKE '+36%' THEN substr(number, 2) || E'\n06' || substr(number, 4)
    WHEN substr(number, 2, 2) = ANY ('{20,27,30,31,32,33,34,39,40,41,43,44,45,46,47,48,49,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,81,82,84,86,90,91,92,93,94,95,98}')
      THEN substr(number, 2) || E'\n0' || substr(number, 4)
    ELSE substr(number, 2) || E'\n0' || substr(number, 5) END
$$;

-- Everything a customer is found by, one field a line, starting with a line feed; groups of digits also joined. At most 10,000 characters.
CREATE OR REPLACE FUNCTION public.search_document(
  name text, email text, phone text, emails jsonb, phones jsonb, location text, external_ids jsonb
) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  document text := concat_ws(E'\n', name, email, public.search_phone(phone), location);
  more text;
BEGIN
  IF emails <> '[]' AND NOT coalesce(emails -> 0 ->> 'address' = email AND emails -> 1 IS NULL, false) THEN
    SELECT string_agg(item #>> '{}', E'\n') INTO more FROM jsonb_path_query(emails, '$[*].address') item WHERE item #>> '{}' IS DISTINCT FROM email;
    document := concat_ws(E'\n', document, more);
  END IF;
  IF phones <> '[]' AND NOT coalesce(phones -> 0 ->> 'number' = phone AND phones -> 1 IS NULL, false) THEN
    SELECT string_agg(public.search_phone(item #>> '{}'), E'\n') INTO more FROM jsonb_path_query(phones, '$[*].number') item WHERE item #>> '{}' IS DISTINCT FROM phone;
    document := concat_ws(E'\n', document, more);
  END IF;
  IF external_ids <> '{}' THEN
    SELECT string_agg(item #>> '{}', E'\n') INTO more FROM jsonb_path_query(external_ids, '$.*') item;
    document := concat_ws(E'\n', document, more);
  END IF;
  document := E'\n' || public.search_fold(left(document, 9000));
  IF document ~ '[0-9] [0-9]' THEN
    SELECT document || E'\n' || string_agg(regexp_replace(line, '([0-9]) (?=[0-9])', '\1', 'g'), E'\n') INTO document
    FROM string_to_table(document, E'\n') line WHERE line ~ '[0-9] [0-9]';
  END IF;
  RETURN left(document, 10000);
END $$;

-- What of a document fits into an index row (2,704 bytes). A document that was cut starts with U+0001: its whole stands in customer_search.
CREATE OR REPLACE FUNCTION public.search_head(document text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN octet_length(document) <= 2000 THEN document ELSE E'\x01' || left(document, 499) END
$$;

-- Every window of three and of two characters inside a word, and every single one beyond ASCII (a Chinese family name), hashed and
-- salted with the workspace, so that another tenant's rows never enter a bitmap.
CREATE OR REPLACE FUNCTION public.search_grams(workspace_id uuid, document text) RETURNS int4[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  salt bigint := uuid_hash_extended(workspace_id, 0);
BEGIN
  RETURN ARRAY(
    SELECT (hashtextextended(gram, salt) >> 32)::int4
    FROM string_to_table(translate(document, E'\n', ' '), ' ') word, generate_series(1, length(word)) place,
      LATERAL (VALUES (substr(word, place, 3), 3), (substr(word, place, 2), 2), (substr(word, place, 1), 1)) grams (gram, size)
    WHERE length(gram) = size AND (size > 1 OR octet_length(gram) > 1));
END $$;

-- ── What is stored ──────────────────────────────────────────────────────────────────────────────────────────────────────────

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'public.customers'::regclass AND attname = 'search_text' AND attgenerated = '' AND NOT attisdropped) THEN
    ALTER TABLE public.customers DROP COLUMN search_text;
  END IF;
END $$;
ALTER TABLE public.customers ADD COLUMN IF NOT EXISTS search_text text
  GENERATED ALWAYS AS (public.search_head(public.search_document(name, email, phone, emails, phones, location, external_ids))) STORED;

-- What names are sorted by: a column, because under row security an index on a function that is not leakproof gives an order but no place to start.
ALTER TABLE public.customers ADD COLUMN IF NOT EXISTS search_name text GENERATED ALWAYS AS (public.search_fold(name)) STORED;

-- Newest activity first, with everything a page is usually filtered by, so that common searches read this index alone.
CREATE INDEX IF NOT EXISTS ix_customers_recency ON public.customers (workspace_id, last_activity_at DESC, id DESC)
  INCLUDE (folder_id, status_id, owner_id, lifecycle, created_at, updated_at, search_text) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_customers_trash ON public.customers (workspace_id, last_activity_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS ix_customers_folder ON public.customers (workspace_id, folder_id, last_activity_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_customers_status ON public.customers (workspace_id, status_id, last_activity_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_customers_owner ON public.customers (workspace_id, owner_id, last_activity_at DESC, id DESC) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS ix_customers_created ON public.customers (workspace_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_customers_name ON public.customers (workspace_id, search_name, id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_customers_updated ON public.customers (workspace_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;

-- The whole documents, apart from the hot rows. A row is found through its grams once it is indexed, and by reading it until then:
-- a search unites both, so a customer can be found at every moment and inserting costs no gram (always-on grams made it 3 times slower).
CREATE TABLE IF NOT EXISTS public.customer_search (
  workspace_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  indexed boolean NOT NULL DEFAULT false,
  search_text text NOT NULL,
  CONSTRAINT pk_customer_search PRIMARY KEY (workspace_id, customer_id),
  CONSTRAINT fk_customer_search_workspace_id_customer_id FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ix_customer_search_pending ON public.customer_search (workspace_id, customer_id) WHERE NOT indexed;
CREATE INDEX IF NOT EXISTS ix_customer_search_grams ON public.customer_search
  USING gin (public.search_grams(workspace_id, search_text)) WITH (gin_pending_list_limit = 1024) WHERE indexed;

-- The customers of a member who sees no others, with their texts side by side: ten thousand are searched in the time that looking up two thousand takes.
ALTER TABLE public.customer_workers ADD COLUMN IF NOT EXISTS search_text text;
CREATE INDEX IF NOT EXISTS ix_customer_workers_member ON public.customer_workers (workspace_id, member_id) INCLUDE (customer_id, search_text);

-- Page visibility keeps the index-only scans cheap: absolute thresholds, because a share of a million rows comes far too late.
ALTER TABLE public.customers SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE public.customer_search SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 20000, autovacuum_analyze_scale_factor = 0.1);

ALTER TABLE public.customer_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.customer_search FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS workspace ON public.customer_search;
CREATE POLICY workspace ON public.customer_search TO atrium_app
  USING (workspace_id = NULLIF(current_setting('atrium.workspace_id', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('atrium.workspace_id', true), '')::uuid);
GRANT SELECT ON public.customer_search TO atrium_app;

DO $$
DECLARE
  searched text;
BEGIN
  FOREACH searched IN ARRAY ARRAY['customers', 'customer_tags', 'customer_workers', 'custom_field_values', 'customer_search'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS search ON public.%I', searched);
    EXECUTE format('CREATE POLICY search ON public.%I TO atrium_search USING (true)', searched);
    EXECUTE format('GRANT SELECT ON public.%I TO atrium_search', searched);
  END LOOP;
END $$;
GRANT INSERT, UPDATE ON public.customer_search TO atrium_search;
GRANT UPDATE (search_text) ON public.customer_workers TO atrium_search;
GRANT USAGE ON SCHEMA public TO atrium_search;

CREATE OR REPLACE FUNCTION public.search_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.customer_search (workspace_id, customer_id, search_text)
  SELECT workspace_id, id, CASE WHEN starts_with(search_text, E'\x01')
    THEN public.search_document(name, email, phone, emails, phones, location, external_ids) ELSE search_text END
  FROM added;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.search_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  document text := CASE WHEN starts_with(NEW.search_text, E'\x01')
    THEN public.search_document(NEW.name, NEW.email, NEW.phone, NEW.emails, NEW.phones, NEW.location, NEW.external_ids) ELSE NEW.search_text END;
BEGIN
  UPDATE public.customer_search SET search_text = document, indexed = false
  WHERE workspace_id = NEW.workspace_id AND customer_id = NEW.id AND search_text <> document;
  UPDATE public.customer_workers SET search_text = NEW.search_text
  WHERE workspace_id = NEW.workspace_id AND customer_id = NEW.id AND search_text IS DISTINCT FROM NEW.search_text;
  RETURN NULL;
END $$;

-- The lock lets no change of the customer slip by between this reading and the commit.
CREATE OR REPLACE FUNCTION public.search_assigned() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT search_text INTO NEW.search_text FROM public.customers WHERE workspace_id = NEW.workspace_id AND id = NEW.customer_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER search_assigned BEFORE INSERT ON public.customer_workers
  FOR EACH ROW EXECUTE FUNCTION public.search_assigned();
CREATE OR REPLACE TRIGGER search_added AFTER INSERT ON public.customers
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.search_added();
CREATE OR REPLACE TRIGGER search_changed AFTER UPDATE ON public.customers
  FOR EACH ROW WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text OR starts_with(NEW.search_text, E'\x01')) EXECUTE FUNCTION public.search_changed();
INSERT INTO public.customer_search (workspace_id, customer_id, search_text)
  SELECT workspace_id, id, CASE WHEN starts_with(search_text, E'\x01')
    THEN public.search_document(name, email, phone, emails, phones, location, external_ids) ELSE search_text END
  FROM public.customers ON CONFLICT DO NOTHING;
UPDATE public.customer_workers w SET search_text = c.search_text
  FROM public.customers c WHERE c.workspace_id = w.workspace_id AND c.id = w.customer_id AND w.search_text IS NULL;

-- ── Keeping the grams ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE OR REPLACE FUNCTION public.search_workspace() RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := NULLIF(current_setting('atrium.workspace_id', true), '')::uuid;
BEGIN
  IF workspace IS NULL THEN
    RAISE EXCEPTION 'atrium.workspace_id is not set' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN workspace;
END $$;

-- Indexes up to batch of the current workspace's pending rows and returns how many; 0 when nothing is worth doing: a workspace of at most
-- 10,000 customers is read whole by every search, and 2,000 pending rows are read faster than they are indexed.
CREATE OR REPLACE FUNCTION public.search_reindex(batch int DEFAULT 2000) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := public.search_workspace();
  done int;
BEGIN
  IF NOT EXISTS (SELECT FROM public.customer_search WHERE workspace_id = workspace OFFSET 10000)
    OR NOT EXISTS (SELECT FROM public.customer_search WHERE workspace_id = workspace AND NOT indexed OFFSET 2000) THEN
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
    IF EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = workspace AND NOT s.indexed OFFSET 2000)
      AND EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = workspace OFFSET 10000) THEN
      RETURN NEXT workspace;
    END IF;
  END LOOP;
END $$;

-- ── What is asked ───────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The words of a query, each with the LIKE patterns that find it (any of them) and the text its grams are taken from. Folding leaves no
-- LIKE metacharacter. A word of digits and punctuation is a telephone number: its digits are joined, "(0)" is dropped, and the
-- international prefix 00 stands for the beginning of a number. No rows when nothing searchable is left.
CREATE OR REPLACE FUNCTION public.search_terms(q text) RETURNS TABLE (term text, patterns text[])
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  asked text := translate(replace(left(q, 400), '(0)', ''), E'\n\r\t\u00a0\u3000', '     ');
  words text[] := regexp_split_to_array(asked, ' +');
  word text;
BEGIN
  IF btrim(public.search_fold(asked)) ~ '^[0-9 ]+$' THEN
    words := ARRAY[asked];
  END IF;
  FOR word IN SELECT DISTINCT btrim(public.search_fold(w)) FROM unnest(words) w LOOP
    IF word ~ '^[0-9 ]+$' THEN
      word := replace(word, ' ', '');
    END IF;
    CONTINUE WHEN word = '';
    term := word;
    patterns := ARRAY['%' || word || '%'];
    IF word ~ '^00[1-9][0-9]{3,}$' THEN
      term := substr(word, 3);
      patterns := patterns || (E'%\n' || term || '%');
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- The query as a condition on c.search_text and c.id: the head of the document, or all of it where the head was cut.
CREATE OR REPLACE FUNCTION public.search_matches(q text, workspace uuid) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN conjunction IS NULL THEN 'false' ELSE format(
    '(%1$s OR (starts_with(c.search_text, E''\x01'') AND EXISTS (SELECT FROM public.customer_search s WHERE s.workspace_id = %3$L AND s.customer_id = c.id AND %2$s OFFSET 0)))',
    replace(conjunction, '@', 'c'), replace(conjunction, '@', 's'), workspace) END
  FROM (
    SELECT string_agg('(' || (SELECT string_agg(format('@.search_text LIKE %L', pattern), ' OR ') FROM unnest(patterns) pattern) || ')', ' AND '
      ORDER BY length(term) DESC) AS conjunction
    FROM public.search_terms(q)
  ) matching
$$;

CREATE OR REPLACE FUNCTION public.search_uuids(given jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('%L::uuid[]', coalesce(array_agg(value::uuid), '{}')) FROM jsonb_array_elements_text(given) value WHERE value <> 'none'
$$;

-- Each filter and the visibility as a condition on customers c, with the query that lists the matching customers from that filter's own
-- index ("driver"; NULL when it has none), and whether the condition is read from another table ("probes").
CREATE OR REPLACE FUNCTION public.search_conditions(workspace uuid, filter jsonb, visibility jsonb)
RETURNS TABLE (condition text, driver text, probes boolean)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  live text := format('SELECT c.id FROM public.customers c WHERE c.workspace_id = %L AND c.deleted_at IS NULL AND ', workspace);
  link text; own text; key text; given jsonb; listed text; tagged text;
BEGIN
  FOR key, given IN SELECT * FROM jsonb_each(filter) LOOP
    driver := NULL;
    probes := false;
    CASE
      WHEN key IN ('trashed', 'fuzzy') THEN
        CONTINUE;
      WHEN key = 'lifecycle' THEN
        condition := format('c.lifecycle = ANY (%L::text[])', ARRAY(SELECT jsonb_array_elements_text(given)));
      WHEN key IN ('folder_id', 'status_id', 'owner_id') THEN
        condition := format('c.%I = ANY (%s)', key, public.search_uuids(given));
        driver := live || condition;
        IF given ? 'none' THEN
          driver := driver || ' UNION ALL ' || live || format('c.%I IS NULL', key);
          condition := format('(%s OR c.%I IS NULL)', condition, key);
        END IF;
      WHEN key IN ('tag_id', 'worker_id', 'all_tag_id') THEN
        probes := true;
        link := CASE key WHEN 'worker_id' THEN 'public.customer_workers l WHERE l.member_id' ELSE 'public.customer_tags l WHERE l.tag_id' END;
        FOR listed IN
          SELECT public.search_uuids(CASE key WHEN 'all_tag_id' THEN jsonb_build_array(value) ELSE given END)
          FROM jsonb_array_elements(CASE key WHEN 'all_tag_id' THEN given ELSE '[0]' END) value
        LOOP
          condition := format('EXISTS (SELECT FROM %s = ANY (%s) AND l.workspace_id = %L AND l.customer_id = c.id OFFSET 0)', link, listed, workspace);
          driver := format('SELECT l.customer_id FROM %s = ANY (%s) AND l.workspace_id = %L', link, listed, workspace);
          RETURN NEXT;
        END LOOP;
        CONTINUE;
      WHEN key IN ('created', 'updated', 'last_activity') THEN
        IF jsonb_typeof(given) <> 'object' OR given - 'from' - 'to' <> '{}' THEN
          RAISE EXCEPTION 'filter % not understood', key USING ERRCODE = 'invalid_parameter_value';
        END IF;
        own := format('c.%I', key || '_at');
        condition := concat_ws(' AND ', own || ' >= ' || quote_literal((given ->> 'from')::timestamptz), own || ' < ' || quote_literal((given ->> 'to')::timestamptz));
        CONTINUE WHEN condition = '';
        driver := live || condition;
      WHEN key = 'fields' THEN
        RETURN QUERY SELECT f.condition, f.driver, true FROM jsonb_array_elements(given) field, public.search_field(workspace, field) f;
        CONTINUE;
      ELSE
        RAISE EXCEPTION 'unknown filter %', key USING ERRCODE = 'invalid_parameter_value';
    END CASE;
    RETURN NEXT;
  END LOOP;
  RETURN QUERY SELECT v.condition, v.driver, v.probes FROM public.search_visible(workspace, visibility) v;
END $$;

-- One custom-field filter. A field with several values satisfies a condition when one of them does; not_in and missing are negations of that.
-- The driver reads an index of values; the condition must be probed by primary key, so it wraps the value in what no index knows.
CREATE OR REPLACE FUNCTION public.search_field(workspace uuid, field jsonb) RETURNS TABLE (condition text, driver text)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := CASE field ->> 'type' WHEN 'text' THEN 'text' WHEN 'number' THEN 'float8' WHEN 'time' THEN 'timestamptz' END;
  op text := field ->> 'op';
  given text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(field -> 'values', '[]')));
  rows_of text; held text; test text; literals text[];
BEGIN
  IF kind IS NULL OR NOT coalesce(op = ANY ('{eq,in,not_in,gt,gte,lt,lte,between,exists,missing,contains}'), false)
    OR (op = 'contains' AND kind <> 'text') OR (op NOT IN ('exists', 'missing') AND cardinality(given) = 0) OR (op = 'between' AND cardinality(given) <> 2) THEN
    RAISE EXCEPTION 'custom field filter not understood: %', field USING ERRCODE = 'invalid_parameter_value';
  END IF;
  rows_of := format('public.custom_field_values v WHERE v.workspace_id = %L AND v.field_id = %L AND ', workspace, (field ->> 'field_id')::uuid);
  EXECUTE format('SELECT array_agg(quote_literal(value::%s)) FROM unnest($1) value', kind) INTO literals USING CASE WHEN op = 'contains' THEN '{}' ELSE given END;
  FOREACH held IN ARRAY ARRAY['v.%s_value', 'NULLIF(v.%s_value, NULL)'] LOOP
    held := format(held, CASE kind WHEN 'float8' THEN 'number' WHEN 'timestamptz' THEN 'time' ELSE 'text' END);
    test := held || ' IS NOT NULL';
    IF op IN ('eq', 'in', 'not_in') THEN
      test := format('%s AND %s = ANY (ARRAY[%s]::%s[])', test, held, array_to_string(literals, ', '), kind);
    ELSIF op IN ('gt', 'gte', 'lt', 'lte', 'between') THEN
      test := format('%s AND %s %s %s::%s', test, held, CASE op WHEN 'gt' THEN '>' WHEN 'lt' THEN '<' WHEN 'lte' THEN '<=' ELSE '>=' END, literals[1], kind);
      IF op = 'between' THEN
        test := format('%s AND %s <= %s::%s', test, held, literals[2], kind);
      END IF;
    ELSIF op = 'contains' THEN
      test := format('%s AND public.search_fold(%s) LIKE ANY (%L::text[])', test, held,
        ARRAY(SELECT '%' || btrim(public.search_fold(value)) || '%' FROM unnest(given) value WHERE btrim(public.search_fold(value)) <> ''));
    END IF;
    driver := coalesce(driver, 'SELECT v.customer_id FROM ' || rows_of || test);
  END LOOP;
  condition := format('EXISTS (SELECT FROM %s%s AND v.customer_id = c.id OFFSET 0)', rows_of, test);
  IF op IN ('not_in', 'missing') THEN
    condition := 'NOT ' || condition;
    driver := NULL;
  END IF;
  RETURN NEXT;
END $$;

-- Which customers the caller may see. Fails closed: an unknown mode is an error, never everything.
CREATE OR REPLACE FUNCTION public.search_visible(workspace uuid, visibility jsonb) RETURNS TABLE (condition text, driver text, probes boolean)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mode text := visibility ->> 'mode';
  hidden text := public.search_uuids(coalesce(NULLIF(visibility -> 'hidden_folder_ids', 'null'), '[]'));
  granted text := public.search_uuids(coalesce(NULLIF(visibility -> 'granted_folder_ids', 'null'), '[]'));
  working text := format('FROM public.customer_workers w WHERE w.workspace_id = %L AND w.member_id = %L', workspace, (visibility ->> 'member_id')::uuid);
BEGIN
  IF mode IS NULL OR mode NOT IN ('all', 'folders', 'assigned', 'customer') OR (mode IN ('folders', 'assigned') AND visibility ->> 'member_id' IS NULL)
    OR (mode = 'customer' AND visibility ->> 'customer_id' IS NULL) THEN
    RAISE EXCEPTION 'visibility not understood: %', visibility USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF hidden <> public.search_uuids('[]') THEN
    condition := format('(c.folder_id IS NULL OR c.folder_id <> ALL (%s))', hidden);
    probes := false;
    RETURN NEXT;
  END IF;
  condition := format('EXISTS (SELECT %s AND w.customer_id = c.id OFFSET 0)', working);
  driver := 'SELECT w.customer_id ' || working;
  probes := true;
  IF mode = 'folders' THEN
    condition := format('(c.folder_id = ANY (%s) OR %s)', granted, condition);
    driver := driver || format(' UNION ALL SELECT c.id FROM public.customers c WHERE c.workspace_id = %L AND c.deleted_at IS NULL AND c.folder_id = ANY (%s)', workspace, granted);
  ELSIF mode = 'customer' THEN
    condition := format('c.id = %L', (visibility ->> 'customer_id')::uuid);
    driver := format('SELECT %L::uuid', (visibility ->> 'customer_id')::uuid);
    probes := false;
  END IF;
  IF mode <> 'all' THEN
    RETURN NEXT;
  END IF;
END $$;

-- ── How it is found ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The newest rows of "FROM way", as two arrays. Members of the set, if the way names one, are $1.
CREATE OR REPLACE FUNCTION public.search_take(way text, members uuid[], needed int, OUT ids uuid[], OUT times timestamptz[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('SELECT coalesce(array_agg(id), ''{}''), coalesce(array_agg(last_activity_at), ''{}'')'
    ' FROM (SELECT c.id, c.last_activity_at FROM %s ORDER BY c.last_activity_at DESC, c.id DESC LIMIT %s) page', way, needed)
    INTO ids, times USING members;
END $$;

-- How many rows the planner expects. VOLATILE only because EXPLAIN demands it.
CREATE OR REPLACE FUNCTION public.search_estimate(query text) RETURNS float8
LANGUAGE plpgsql VOLATILE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
  RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;

-- Which grams to look up for a query, given the newest thousand rows as a sample of the workspace: the rarest of each word, then others
-- while reading their postings (75 ns each) costs less than the candidates they rule out (1 µs each). NULL when no word has a gram.
-- share: how much of the workspace matches the whole query; postings and candidates: how much of it the chosen grams hold, summed and met
-- together. The number of a gram is that of search_grams: windows of three characters, of the whole word when it is shorter.
CREATE OR REPLACE FUNCTION public.search_choose_grams(
  q text, workspace uuid, sample text, share float8, OUT grams int4[], OUT postings float8, OUT candidates float8
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  windows text[]; words int[]; counts bigint[]; piece record;
BEGIN
  SELECT array_agg(part), array_agg(number) INTO windows, words FROM (
    SELECT DISTINCT substr(word, place, size) AS part, hashtext(word) AS number
    FROM public.search_terms(q) t, string_to_table(t.term, ' ') word, LATERAL (SELECT least(length(word), 3) AS size) s,
      generate_series(1, length(word) - size + 1) place
    WHERE size > 1 OR octet_length(word) > 1 LIMIT 40
  ) needed;
  EXECUTE format('SELECT ARRAY[%s]::bigint[] FROM (%s) c', (
    SELECT string_agg(format('count(*) FILTER (WHERE c.search_text LIKE %L)', '%' || part || '%'), ', ' ORDER BY place)
    FROM unnest(windows) WITH ORDINALITY AS w (part, place)), sample) INTO counts;
  FOR piece IN
    SELECT part, (seen + 0.3) / 1000 AS held, row_number() OVER (PARTITION BY number ORDER BY seen) > 1 AS further
    FROM unnest(windows, words, counts) w (part, number, seen) ORDER BY further, held
  LOOP
    CONTINUE WHEN candidates <= share OR piece.held * 0.075 > candidates;
    grams := grams || (hashtextextended(piece.part, uuid_hash_extended(workspace, 0)) >> 32)::int4;
    postings := coalesce(postings, 0) + piece.held;
    candidates := greatest(share, coalesce(candidates, 1) * piece.held);
  END LOOP;
END $$;

-- The customers that satisfy every filter which is rare enough to be worth listing, rarest first; members is NULL when none is.
-- budget: microseconds that the best other way would take. rest: the conditions still to be checked; share: how much of the workspace
-- satisfies all filters, by the planner's estimates where nothing was counted.
CREATE OR REPLACE FUNCTION public.search_members(
  conditions text[], drivers text[], estimates float8[], total float8, budget float8, OUT members uuid[], OUT rest text, OUT share float8
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at_most int; listed uuid[]; line record;
BEGIN
  rest := 'true';
  share := 1;
  FOR line IN SELECT * FROM unnest(conditions, drivers, estimates) given (condition, driver, estimate) ORDER BY estimate LOOP
    at_most := least(budget * 2, 60000);
    IF line.driver IS NOT NULL AND line.estimate <= at_most THEN
      EXECUTE format('SELECT coalesce(array_agg(id), ''{}'') FROM (%s LIMIT %s) listed (id)', line.driver, at_most + 1) INTO listed;
      line.estimate := cardinality(listed);
      IF line.estimate <= at_most THEN
        IF members IS NULL THEN
          members := listed;
        ELSE
          members := ARRAY(SELECT unnest(members) INTERSECT SELECT unnest(listed));
        END IF;
        budget := least(budget, cardinality(members) * 2.5);
        CONTINUE;
      END IF;
    END IF;
    rest := rest || ' AND ' || line.condition;
    share := share * least(1, line.estimate / total);
  END LOOP;
  share := share * coalesce(cardinality(members) / total, 1);
END $$;

-- The newest `needed` customers that match, always complete and exact; only the way to them is chosen by what it costs:
--   0. for a member who sees a few thousand assigned customers only: all of those;
--   1. else the newest few thousand rows, read from the recency index, fill a page with whatever is common;
--   2. or the cheapest of: reading on in the recency index; listing the words' candidates (grams, and the rows not yet indexed); probing
--      the members of a rare filter. Costs are microseconds per row, measured at a million customers; densities are those just seen.
CREATE OR REPLACE FUNCTION public.search_ids(
  q text, filter jsonb, visibility jsonb, after_at timestamptz, after_id uuid, needed int, OUT ids uuid[], OUT times timestamptz[]
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace uuid := public.search_workspace();
  trashed boolean := coalesce((filter ->> 'trashed')::boolean, false);
  scope text := format('c.workspace_id = %L AND c.deleted_at IS %s', workspace, CASE WHEN trashed THEN 'NOT NULL' ELSE 'NULL' END);
  -- Three levels, because the planner would put a filter that probes another table before the words, whose own probe is almost never made.
  recent constant text := '(SELECT * FROM (SELECT * FROM public.customers c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC %s) c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC OFFSET 0) c WHERE %s';
  found constant text := 'unnest($1) d (id), LATERAL (SELECT * FROM public.customers c WHERE c.id = d.id AND %s OFFSET 0) c WHERE %s';
  conditions text[]; drivers text[]; estimates float8[]; words text; rest text; way text; members uuid[]; chunk int; hits int;
  total float8; narrow float8; matching float8; reading float8; listing float8; probing float8; word record; member record; more record;
BEGIN
  IF needed IS NULL OR needed NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION 'between 1 and 100000 rows can be asked for, not %', needed USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT coalesce(array_agg(c.condition), '{}'), coalesce(array_agg(CASE WHEN NOT trashed THEN c.driver END), '{}') INTO conditions, drivers
  FROM public.search_conditions(workspace, filter, visibility) c;
  IF after_at IS NOT NULL AND after_id IS NOT NULL THEN
    scope := scope || format(' AND (c.last_activity_at, c.id) < (%L::timestamptz, %L::uuid)', after_at, after_id);
  END IF;
  IF btrim(coalesce(q, '')) <> '' THEN
    words := public.search_matches(q, workspace);
  END IF;

  rest := coalesce(NULLIF(array_to_string(conditions, ' AND '), ''), 'true');
  IF q ~* '^[ {]*[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[ }]*$' THEN
    SELECT * INTO ids, times FROM public.search_take(format('public.customers c WHERE %s AND c.id = %L AND %s', scope, btrim(q, ' {}')::uuid, rest), NULL, needed);
    IF cardinality(ids) > 0 THEN
      RETURN;
    END IF;
  END IF;
  IF words IS NOT NULL AND NOT trashed AND visibility ->> 'mode' = 'assigned' THEN
    way := format('SELECT w.customer_id AS id, w.search_text FROM public.customer_workers w WHERE w.workspace_id = %L AND w.member_id = %L', workspace, (visibility ->> 'member_id')::uuid);
    IF public.search_estimate(way) <= 20000 THEN
      SELECT coalesce(string_agg(c.condition, ' AND '), 'true') INTO rest FROM public.search_conditions(workspace, filter, visibility || '{"mode": "all"}') c;
      EXECUTE format('SELECT array_agg(c.id) FROM (%s OFFSET 0) c WHERE %s', way, words) INTO members;
      SELECT * INTO ids, times FROM public.search_take(format(found, scope, rest), members, needed);
      RETURN;
    END IF;
  END IF;
  chunk := CASE WHEN cardinality(array_remove(drivers, NULL)) > 0 THEN 2000 ELSE 10000 END;
  SELECT * INTO ids, times FROM public.search_take(format(recent, scope, 'LIMIT ' || chunk, coalesce(words, 'true'), rest), NULL, needed);
  hits := cardinality(ids);
  IF hits >= needed THEN
    RETURN;
  END IF;
  EXECUTE format('SELECT c.last_activity_at, c.id FROM public.customers c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC OFFSET %s LIMIT 1', scope, chunk - 1)
    INTO after_at, after_id;
  IF after_id IS NULL THEN
    RETURN;
  END IF;

  total := greatest(public.search_estimate('SELECT FROM public.customers c WHERE ' || scope), chunk);
  estimates := ARRAY(SELECT coalesce(public.search_estimate(driver), total / 2) FROM unnest(drivers) driver);
  narrow := coalesce((SELECT exp(sum(ln(greatest(least(estimate / total, 1), 1e-7)))) FROM unnest(estimates) estimate), 1);
  SELECT NULL::int4[] AS grams, NULL::float8 AS postings, NULL::float8 AS candidates INTO word;
  matching := 1;
  IF words IS NOT NULL THEN
    matching := (hits + 0.5) / chunk;
    IF cardinality(conditions) > 0 THEN
      EXECUTE format('SELECT (count(*) + 0.5) / 3000 FROM ' || recent, scope, 'LIMIT 3000', words, 'true') INTO matching;
    END IF;
    SELECT * INTO word FROM public.search_choose_grams(q, workspace,
      format('SELECT c.search_text FROM public.customers c WHERE %s ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 1000', scope), matching);
  END IF;
  reading := (needed - hits) / CASE WHEN hits > 3 THEN hits * 1.0 / chunk ELSE narrow * matching END;
  reading := least(total, reading) * (0.3 + CASE WHEN rest LIKE '%EXISTS%' THEN 2 * matching ELSE 0 END);
  listing := total * (word.postings * 0.075 + word.candidates);
  probing := listing + total * matching * CASE WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 3.5 END;
  SELECT * INTO member FROM public.search_members(conditions, drivers, estimates, total, least(probing, reading) * 1.2);
  rest := member.rest;
  reading := (needed - hits) / greatest(1e-9, CASE WHEN hits > 3 THEN hits * 1.0 / chunk ELSE member.share * matching END);
  reading := least(total, reading) * (0.3 + CASE WHEN rest LIKE '%EXISTS%' THEN 2 * matching * least(1, cardinality(member.members) / total) ELSE 0 END);
  listing := listing + total * matching * least(1, cardinality(member.members) / total) * CASE WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 3.5 END;
  probing := cardinality(member.members) * CASE WHEN rest LIKE '%EXISTS%' THEN 5.5 ELSE 2.5 END;
  way := CASE WHEN reading <= least(listing, probing, reading) THEN 'reading' WHEN listing <= least(listing, probing) THEN 'listing' ELSE 'probing' END;
  RAISE DEBUG 'search by %: % hits in %, matching %, members %, reading %, listing %, probing %',
    way, hits, chunk, matching, cardinality(member.members), round(reading), round(listing), round(probing);

  members := member.members;
  IF way = 'reading' THEN
    scope := scope || format(' AND (c.last_activity_at, c.id) < (%L::timestamptz, %L::uuid)', after_at, after_id);
    way := format(recent, scope, 'OFFSET 0', concat_ws(' AND ', 'true', CASE WHEN members IS NOT NULL THEN 'c.id = ANY ($1)' END, words), rest);
    SELECT * INTO more FROM public.search_take(way, members, needed - hits);
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
    EXECUTE format('SELECT array_agg(c.id) FROM (%s OFFSET 0) c WHERE %s', way, words) INTO members USING members, word.grams, workspace;
  END IF;
  SELECT * INTO ids, times FROM public.search_take(format(found, scope, rest), members, needed);
END $$;

-- A condition on c.search_text: it holds a word with at most one typing error (a letter wrong, missing, added, or two neighbours swapped). Such an
-- error leaves the beginning or the end of the word as it was, which LIKE finds ten times faster than the regular expression.
CREATE OR REPLACE FUNCTION public.search_misspelt(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('CASE WHEN c.search_text LIKE %L OR c.search_text LIKE %L THEN c.search_text ~ %L ELSE false END',
    '%' || left(word, (length(word) - 1) / 2) || '%', '%' || right(word, (length(word) - 1) / 2) || '%',
    string_agg(left(word, place - 1) || '[^ \n]{0,2}' || substr(word, place + 1) || '|'
      || left(word, place - 1) || substr(word, place + 1, 1) || substr(word, place, 1) || substr(word, place + 2), '|'))
  FROM generate_series(1, length(word)) place
$$;

-- Up to ten customers that match but for one typing error in each word of five letters or more, newest first. Looks at the newest rows, where common names are, and at those
-- that hold the rarest window of the longest word or the rarest beside it, where rare names are: one error leaves one of the two intact.
-- Best effort: a window in more than a quarter percent of the rows is not followed.
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
      UNION ALL SELECT c.customer_id FROM public.customer_search c WHERE c.workspace_id = $1 AND NOT c.indexed AND %1$s
      UNION SELECT c.id FROM %2$s WHERE %1$s
    )
    SELECT c.id, c.last_activity_at FROM held h, LATERAL (SELECT * FROM public.customers c WHERE c.id = h.id AND %3$s OFFSET 0) c WHERE %4$s
    ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 10 $query$, wanted, newest, scope, conditions) USING workspace, coalesce(grams, '{}');
END $$;

-- Customers that match, newest activity first, after the given position. q: words, all of which must occur somewhere in the name, addresses,
-- numbers, location or external ids, or a whole customer id; empty or NULL for all. When fewer than five match, the first page is filled up
-- with up to ten that match but for a typing error, unless filter says {"fuzzy": false}. Filters and visibility: see search_conditions,
-- search_field and search_visible. Raises 42501 without a workspace, 22xxx for what it does not understand.
CREATE OR REPLACE FUNCTION public.search_customers(q text, filter jsonb, visibility jsonb, after_at timestamptz, after_id uuid, max_rows int)
RETURNS TABLE (customer_id uuid, last_activity_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  found record;
BEGIN
  filter := coalesce(filter, '{}');
  SELECT * INTO found FROM public.search_ids(q, filter, visibility, after_at, after_id, max_rows);
  IF cardinality(found.ids) >= least(5, max_rows) OR after_at IS NOT NULL OR coalesce(btrim(q), '') = '' OR coalesce(filter ->> 'fuzzy', '') = 'false' THEN
    RETURN QUERY SELECT * FROM unnest(found.ids, found.times);
  ELSE
    RETURN QUERY SELECT both_.id, both_.at FROM (
        SELECT * FROM unnest(found.ids, found.times) UNION SELECT * FROM public.search_typos(q, filter, visibility)
      ) both_ (id, at) ORDER BY both_.at DESC, both_.id DESC LIMIT max_rows;
  END IF;
END $$;

-- How many customers match, counted exactly up to cap.
CREATE OR REPLACE FUNCTION public.count_customers(q text, filter jsonb, visibility jsonb, cap int DEFAULT 10000) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  RETURN (SELECT cardinality(ids) FROM public.search_ids(q, coalesce(filter, '{}'), visibility, NULL, NULL, cap));
END $$;

-- ── Who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- To receive a function, a role must be allowed to create one there (unless a superuser gives it): only for that moment.
GRANT CREATE ON SCHEMA public TO atrium_search;
DO $$
DECLARE
  routine record;
BEGIN
  FOR routine IN
    SELECT oid::regprocedure AS name, prosecdef AS entrance FROM pg_catalog.pg_proc
    WHERE pronamespace = 'public'::regnamespace AND (proname LIKE 'search\_%' OR proname = 'count_customers')
      AND proname NOT IN ('search_fold', 'search_phone', 'search_document', 'search_head')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine.name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO atrium_search', routine.name);
    IF routine.entrance THEN
      EXECUTE format('ALTER FUNCTION %s OWNER TO atrium_search', routine.name);
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO atrium_app', routine.name);
    END IF;
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM atrium_search;
