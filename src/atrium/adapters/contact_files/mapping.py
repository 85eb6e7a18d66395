"""Which column means what: by custom field, by heading, by vendor, and when the heading says nothing, by content."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from atrium.adapters.contact_files.content import Kind, classify
from atrium.adapters.contact_files.synonyms import NUMBERED, header_meaning, normalise
from atrium.adapters.contact_files.targets import FIELD_TYPES, parse_target, repeatable, split_contacts
from atrium.adapters.contact_files.types import ColumnSuggestion, CustomFieldRef, Row

_MAX_SAMPLES = 200
_NAMELESS = re.compile(r"Column [A-Z]{1,3}(?: \(\d+\))?")
_BY_KIND: dict[Kind, str] = {"email": "email", "phone": "phone", "url": "url", "date": "date", "datetime": "datetime"}
_PLURAL: dict[Kind, str] = {"email": "e-mail addresses", "phone": "phone numbers"}
_NUMBERED_PARTS = {
    "e mail": {"value": "email", "address": "email"},
    "email": {"value": "email", "address": "email"},
    "phone": {"value": "phone", "number": "phone"},
    "address": {
        **{
            "formatted": "location",
            "street": "location_part:street",
            "city": "location_part:city",
            "region": "location_part:region",
        },
        **{"postal code": "location_part:postal_code", "country": "location_part:country"},
    },
    "organization": {"name": "company", "title": "new_field:text:Job title", "department": "new_field:text:Department"},
    "website": {"value": "new_field:url:Website"},
}
_HUBSPOT = {
    "lifecycle stage",
    "lead status",
    "contact owner",
    "marketing contact status",
    "original source",
    "create date",
}
_SALESFORCE = {
    "account name",
    "mailing street",
    "mailing city",
    "mailing state province",
    "lead source",
    "account id",
    "contact id",
}
_BY_VENDOR = {
    "hubspot": {"record id": "external_id:hubspot"},
    "salesforce": {"contact id": "external_id:salesforce", "lead id": "external_id:salesforce", "account id": "skip"},
    "mailchimp": {"euid": "external_id:mailchimp"},
}
_MAILCHIMP = {"member rating", "optin time", "leid", "euid", "confirm time", "last changed"}


@dataclass(slots=True)
class _Guess:
    target: str
    confidence: float
    reason: str


def suggest_mapping(
    columns: Sequence[str], sample_rows: Sequence[Row], custom_fields: Sequence[CustomFieldRef] = ()
) -> list[ColumnSuggestion]:
    """One suggestion for each column, in order; together they satisfy ``targets.check_mapping`` unless all are
    ``skip``.

    Looks at the first 200 sample rows. A column with nothing in the samples keeps what its heading says, or is skipped.
    """
    names = [normalise(column) for column in columns]
    fields = {normalise(name): field for field in reversed(custom_fields) for name in (field.label, field.key)}
    samples = [
        [value for row in sample_rows[:_MAX_SAMPLES] if row.problem is None and (value := row.values[index].strip())]
        for index in range(len(columns))
    ]
    meanings = _vendor_meanings(columns, names)
    guesses = [
        _guess(header, meaning, values, fields)
        for header, meaning, values in zip(columns, meanings, samples, strict=True)
    ]
    _pair_labels(columns, guesses)
    _name_by_label(columns, guesses, samples, fields)
    _one_address(columns, guesses, samples)
    _one_each(columns, guesses, samples)
    return [
        ColumnSuggestion(
            column=index, header=header, target=guess.target, confidence=round(guess.confidence, 2), reason=guess.reason
        )
        for index, (header, guess) in enumerate(zip(columns, guesses, strict=True))
    ]


def _vendor(names: set[str]) -> str:
    if "record id" in names and names & _HUBSPOT:
        return "hubspot"
    if len(names & _SALESFORCE) >= 2:
        return "salesforce"
    if len(names & _MAILCHIMP) >= 2:
        return "mailchimp"
    return ""


def _guess(header: str, meaning: str | None, samples: list[str], fields: dict[str, CustomFieldRef]) -> _Guess:
    name = normalise(header)
    field = fields.get(name) or fields.get(name.removeprefix("custom fields ").strip())
    if field is not None and not (meaning or "").startswith(("name", "given", "family", "email", "phone")):
        return _Guess(f"field:{field.key}", 0.97, f"Same name as the custom field “{field.label}”.")
    kind, share = _common_kind(samples)
    if meaning is not None:
        return _checked(meaning, kind, share, samples)
    if _NAMELESS.fullmatch(header) or not name:
        return _by_content(header, kind, share, samples)
    if kind in {"email", "phone"} and share >= 0.7:
        return _Guess(kind, 0.75 * share, f"Most values look like {_PLURAL[kind]}.")
    if not samples:
        return _Guess("skip", 0.6, "The heading is not known and the first rows have no values.")
    return _new_field(header, samples, "No field has this name; a custom field can be made for it.")


def _vendor_meanings(columns: Sequence[str], names: Sequence[str]) -> list[str | None]:
    """What each heading says. That of some depends on their neighbours or on who wrote the file."""
    present = set(names)
    vendor = _vendor(present)
    special = {
        **_BY_VENDOR.get(vendor, {}),
        "title": "name_prefix" if "job title" in present else "new_field:text:Job title",
        "nome": "given_name" if present & {"sobrenome", "apelido", "cognome"} else "name",
        "nom": "family_name" if "prenom" in present else "name",
        "nombre": "given_name" if present & {"apellido", "apellidos", "primer apellido"} else "name",
    }
    return [
        special.get(name) or _numbered_meaning(column) or header_meaning(column)
        for column, name in zip(columns, names, strict=True)
    ]


def _numbered_meaning(header: str) -> str | None:
    if external := re.fullmatch(r"external ids? ([a-z][a-z0-9 ]{0,38})", normalise(header)):
        return f"external_id:{external[1].replace(' ', '_')}"
    if numbered := NUMBERED.fullmatch(header.strip()):
        part = normalise(numbered["part"])
        return _NUMBERED_PARTS.get(normalise(numbered["group"]), {}).get(part) or (
            "skip" if part in {"label", "type"} else None
        )
    return None


def _checked(meaning: str, kind: Kind | None, share: float, samples: list[str]) -> _Guess:
    """What the heading says, doubted when the values speak against it."""
    wanted = meaning.partition(":")[0]
    if not samples:
        return _Guess(meaning, 0.8, "The heading says so; the first rows have no values.")
    if wanted in {"email", "phone"} and kind in {"email", "phone"} and kind != wanted and share > 0.7:
        return _Guess(kind, 0.7, "The values say so, although the heading says something else.")
    if wanted in {"name", "given_name", "family_name", "location"} and kind == "email" and share > 0.7:
        return _Guess("email", 0.7, "The values are e-mail addresses, although the heading says something else.")
    if wanted == "email" and kind != "email":
        return _Guess(meaning, 0.5, "The heading says so, but few of the first values are e-mail addresses.")
    if meaning.startswith("new_field:date:") and kind not in {"date", "datetime"}:
        return _Guess(
            meaning.replace(":date:", ":text:"),
            0.7,
            "The heading says so, but few of the first values are whole dates.",
        )
    if wanted == kind:
        return _Guess(meaning, 0.99, "The heading and the values say so.")
    return _Guess(meaning, 0.95, "The heading says so.")


def _by_content(header: str, kind: Kind | None, share: float, samples: list[str]) -> _Guess:
    if kind in {"email", "phone"} and share >= 0.6:
        return _Guess(kind, 0.85 * share, f"The column has no heading; most values look like {_PLURAL[kind]}.")
    if kind is None and samples and _look_like_names(samples):
        return _Guess("name", 0.45, "The column has no heading; the values look like names.")
    if kind is None or not samples:
        return _Guess("skip", 0.4, "The column has no heading and the values do not tell what it is.")
    return _new_field(header, samples, "The column has no heading; the type is told by its values.")


def _look_like_names(samples: list[str]) -> bool:
    fitting = [
        value for value in samples if 1 < len(value.split()) <= 5 and re.fullmatch(r"[^\W\d_][^\d@]{1,59}", value)
    ]
    return len(fitting) >= 0.7 * len(samples) and len({value.casefold() for value in fitting}) >= 0.8 * len(fitting)


def _common_kind(samples: list[str]) -> tuple[Kind | None, float]:
    """The kind most values have (that of all parts, for cells of several) and the share of values that have it."""
    if not samples:
        return None, 0.0
    kinds = Counter(_cell_kind(value) for value in samples)
    kind, count = kinds.most_common(1)[0]
    return kind, count / len(samples)


def _cell_kind(value: str) -> Kind | None:
    kind = classify(value)
    if kind is None and ("@" in value or ":::" in value or ";" in value or " / " in value):
        parts = {classify(part) for part in split_contacts(value)}
        return parts.pop() if len(parts) == 1 else None
    return kind


def _new_field(header: str, samples: list[str], reason: str) -> _Guess:
    label = " ".join(header.split())[:100]
    return _Guess(f"new_field:{_field_type(samples)}:{label}", 0.4, reason)


def _field_type(samples: list[str]) -> str:
    """The narrowest custom field type that takes every sample value; text when they differ."""
    kinds = {_cell_kind(value) for value in samples}
    if kinds == {"date", "datetime"}:
        return "datetime"
    if len(kinds) == 1 and (kind := kinds.pop()) is not None:
        # "1" and "0" alone, long digit strings and leading zeros are codes as often as amounts: text keeps them as they
        # are.
        if kind == "number" and any(re.fullmatch(r"0\d+|\d{16,}", value) for value in samples):
            return "text"
        return _BY_KIND.get(kind, kind) if kind in FIELD_TYPES else "text"
    if all(value.endswith("%") and classify(value[:-1]) == "number" for value in samples) and samples:
        return "percent"
    return "long_text" if any("\n" in value or len(value) > 255 for value in samples) else "text"


def _pair_labels(columns: Sequence[str], guesses: list[_Guess]) -> None:
    """Points the columns of labels ("E-mail 1 - Label", "Phone label") at the column whose values they name."""
    places: dict[tuple[str, str], int] = {}
    for index, column in enumerate(columns):
        target = guesses[index].target.partition(":")[0]
        if target in {"email", "phone"}:
            key = NUMBERED.fullmatch(column.strip())
            places.setdefault(
                (target, f"{normalise(key['group'])} {key['number']}" if key else normalise(column)), index
            )
    for index, column in enumerate(columns):
        numbered = NUMBERED.fullmatch(column.strip())
        if numbered and normalise(numbered["part"]) in {"label", "type"}:
            key_text = f"{normalise(numbered['group'])} {numbered['number']}"
        elif match := re.fullmatch(r"(.+) label", normalise(column)):
            key_text = match[1]
        else:
            continue
        for kind in ("email", "phone"):
            place = places.get((kind, key_text))
            if place is not None:
                guesses[index] = _Guess(f"{kind}_label:{place}", 0.97, f"Labels of “{columns[place]}”.")


def _name_by_label(
    columns: Sequence[str], guesses: list[_Guess], samples: list[list[str]], fields: dict[str, CustomFieldRef]
) -> None:
    """Google's own fields come as two columns, "Custom Field 1 - Label" and "- Value": one label throughout is the
    field's name."""
    numbered = {index: match for index, column in enumerate(columns) if (match := NUMBERED.fullmatch(column.strip()))}
    labels = {
        (match["group"], match["number"]): samples[index][0]
        for index, match in numbered.items()
        if normalise(match["part"]) in {"label", "type"} and len(set(samples[index])) == 1
    }
    for index, match in numbered.items():
        label = labels.get((match["group"], match["number"]))
        if label and normalise(match["group"]) in {"custom field", "event", "relation"} and match["part"] == "Value":
            field = fields.get(normalise(label))
            new = _new_field(label, samples[index], f"“{label}” is what the file calls these values.")
            guesses[index] = (
                _Guess(f"field:{field.key}", 0.9, f"Same name as the custom field “{field.label}”.") if field else new
            )


def _one_address(columns: Sequence[str], guesses: list[_Guess], samples: list[list[str]]) -> None:
    """A customer has one location. Of several address groups (Home…, Business…) the best filled one is taken, in one
    text or in parts."""
    groups: dict[str, list[int]] = {}
    for index, guess in enumerate(guesses):
        if guess.target.startswith("location"):
            groups.setdefault(_address_group(columns[index]), []).append(index)
    if not groups:
        return
    best = max(groups, key=lambda group: max(len(samples[index]) for index in groups[group]))
    for group, members in groups.items():
        whole = [index for index in members if guesses[index].target == "location" and samples[index]]
        for index in members:
            if group != best:
                _leave_out(
                    columns[index],
                    guesses,
                    index,
                    samples[index],
                    "Another address is filled more often and becomes the location.",
                )
            elif whole and index not in whole[:1]:
                guesses[index] = _Guess("skip", 0.8, f"Already in “{columns[whole[0]]}”.")
            elif not whole and guesses[index].target == "location" and len(members) > 1:
                guesses[index] = _Guess("skip", 0.7, "Empty in the first rows; the parts of the address are used.")


def _address_group(header: str) -> str:
    if numbered := NUMBERED.fullmatch(header.strip()):
        return f"address {numbered['number']}"
    match = re.match(r"(business|home|other|mailing|billing|work)\b", normalise(header))
    return match[1] if match else ""


def _one_each(columns: Sequence[str], guesses: list[_Guess], samples: list[list[str]]) -> None:
    """Where two columns have a target that takes one, the surer (then better filled, then earlier) column keeps it."""
    by_target: dict[str, list[int]] = {}
    for index, guess in enumerate(guesses):
        if not repeatable(parse_target(guess.target)):
            by_target.setdefault(guess.target, []).append(index)
    for target, members in by_target.items():
        if len(members) < 2:
            continue
        keeper = max(members, key=lambda index: (guesses[index].confidence, len(samples[index]), -index))
        for index in members:
            if index != keeper:
                reason = f"“{columns[keeper]}” already is the {target.partition(':')[0].replace('_', ' ')}."
                _leave_out(columns[index], guesses, index, samples[index], reason)


def _leave_out(header: str, guesses: list[_Guess], index: int, samples: list[str], reason: str) -> None:
    if not samples or guesses[index].target.startswith("field:"):
        guesses[index] = _Guess("skip", 0.7, reason)
    elif guesses[index].target.startswith("location"):
        guesses[index] = _Guess(f"new_field:text:{header[:100]}", 0.4, reason)
    else:
        guesses[index] = _new_field(header, samples, reason)
