"""Verification agrees with the reference implementation of Standard Webhooks, and refuses everything else."""

import json
import subprocess
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Reference

from atrium_client import InvalidSignature, Webhook

SECRET, OTHER = (f"whsec_{b64encode(text).decode()}" for text in (b"s" * 32, b"o" * 32))
EVENT = {
    "type": "customer.created",
    "timestamp": "2026-11-22T09:30:00Z",
    "data": {
        "id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10",
        "type": "customer.created",
        "occurred_at": "2026-11-22T09:30:00Z",
        "actor": {"type": "member", "id": None, "name": "Zoë 李"},
        "customer_id": None,
        "subject_id": None,
        "cause_id": None,
        "data": {},
        "changes": {},
        "customer": None,
    },
}


def signed(secret: str = SECRET, body: str = "", at: datetime | None = None) -> dict[str, str]:
    moment = at or datetime.now(UTC)
    return {
        "Webhook-Id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Reference(secret).sign("msg_1", moment, body),
    }


def cases() -> dict[str, tuple[dict[str, str], bytes, bool]]:
    """By name: headers, body, and whether they are genuine."""
    body = json.dumps(EVENT, ensure_ascii=False)
    good = signed(body=body)
    old, early = (signed(body=body, at=datetime.now(UTC) + timedelta(seconds=seconds)) for seconds in (-310, 310))
    other = signed(OTHER, body)["webhook-signature"]
    genuine = good["webhook-signature"]
    return {
        "genuine": (good, body.encode(), True),
        "during a rotation": (good | {"webhook-signature": f"{other} {genuine}"}, body.encode(), True),
        "with a version of the future": (good | {"webhook-signature": f"v9,AAAA {genuine}"}, body.encode(), True),
        "another secret": (good | {"webhook-signature": other}, body.encode(), False),
        "a changed body": (good, body.encode() + b" ", False),
        "a changed id": (good | {"Webhook-Id": "msg_2"}, body.encode(), False),
        "too old": (old, body.encode(), False),
        "from the future": (early, body.encode(), False),
        "another version only": (good | {"webhook-signature": genuine.replace("v1,", "v2,")}, body.encode(), False),
        "no base64": (good | {"webhook-signature": "v1,é*"}, body.encode(), False),
        "nothing signed": (good | {"webhook-signature": ""}, body.encode(), False),
        "a timestamp that is none": (good | {"webhook-timestamp": "soon"}, body.encode(), False),
        "no header": ({}, body.encode(), False),
    }


@pytest.mark.parametrize("name", cases())
def test_python(name: str) -> None:
    headers, body, genuine = cases()[name]
    if genuine:
        event = Webhook(SECRET).verify(body, headers)
        assert (event.type, event.data.actor.name) == ("customer.created", "Zoë 李")
    else:
        with pytest.raises(InvalidSignature):
            Webhook(SECRET).verify(body, headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_ü"])
def test_a_secret_that_is_none(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(secret)


SCRIPT = """
import { InvalidSignature, Webhook } from %s;
const webhook = new Webhook(process.argv[1]);
const answers = {};
for (const [name, [headers, body]] of Object.entries(JSON.parse(process.argv[2]))) {
  for (const given of [body, Buffer.from(body)]) {
    try {
      answers[name] = (await webhook.verify(given, headers)).data.actor.name;
    } catch (error) {
      if (!(error instanceof InvalidSignature)) throw error;
      answers[name] = 'refused';
    }
  }
}
console.log(JSON.stringify(answers));
"""


def test_typescript(typescript: Path) -> None:
    given: dict[str, Any] = {name: (headers, body.decode()) for name, (headers, body, _) in cases().items()}
    script = SCRIPT % json.dumps((typescript / "src" / "index.js").as_uri())
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, SECRET, json.dumps(given)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        name: "Zoë 李" if genuine else "refused" for name, (_, _, genuine) in cases().items()
    }
