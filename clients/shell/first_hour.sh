#!/bin/sh
# Import contacts, change one, spend credits.
#
# ATRIUM=http://localhost:8000 KEY=atr_live_… sh clients/shell/first_hour.sh
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# region client
api=$ATRIUM/api/v1
call() { curl -sS --fail-with-body -H "Authorization: Bearer $KEY" "$@"; }
value() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }
echo "I am $(call "$api/me" | value '["actor"]["name"]')"
# endregion client

# region import
printf 'Name,E-mail\nAna Ruiz,ana.shell@example.com\nBo Lind,bo.shell@example.com\n' > contacts.csv
job=$(call "$api/imports" -F file=@contacts.csv -F 'options={"match_by": "email"}' | value '["job_id"]')
until call "$api/jobs/$job" > job.json && grep -Eq '"state": ?"(succeeded|failed|cancelled)"' job.json; do sleep 1; done
echo "imported: $(value '["result"]' < job.json)"
id=$(call -G "$api/customers" -d q=ana.shell@example.com -d limit=1 | value '["items"][0]["id"]')
# endregion import

# region change
etag=$(call -o ana.json -w '%header{etag}' "$api/customers/$id")
call -o ana.json -X PATCH "$api/customers/$id" -H "If-Match: $etag" -H 'Content-Type: application/json' -d '{"location": "Madrid"}'
# endregion change

# region credits
call -o grant.json "$api/customers/$id/credits/grants" -H "Idempotency-Key: gift-$id" -H 'Content-Type: application/json' \
  -d '{"amount": 500, "note": "Welcome gift"}'
call "$api/customers/$id/credits/consume" -H "Idempotency-Key: call-8812-$id" -H 'Content-Type: application/json' \
  -d '{"amount": 5, "source": {"type": "call", "id": "call_8812"}}' > movement.json
echo "balance: $(value '["balance"]' < movement.json)"
# endregion credits
