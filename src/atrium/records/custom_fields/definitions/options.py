"""Options and limits of a field as they are kept, from what was asked for."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from atrium.records.custom_fields.definitions.schemas import FieldOption, FieldValidation
from atrium.records.custom_fields.fields.rules import ALLOWED_VALIDATION, ValueRefused
from atrium.records.custom_fields.values.reading import any_number, day_of, instant_of


def unused_key(label: str, taken: Collection[str], otherwise: str) -> str:
    """A key made from a label (``Próxima cita`` → ``proxima_cita``), numbered when it is taken; ``otherwise`` for a
    label without Latin letters."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_")
    key = key if key[:1].isalpha() else f"{otherwise}_{key}".rstrip("_")
    return next(
        candidate
        for number in itertools.count(1)
        if (candidate := key if number == 1 else f"{key}_{number}") not in taken
    )


def options_of(type_: str, given: Sequence[FieldOption], present: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The options as they are kept. One without a key keeps that of the present option with its label. Raises
    ``ValueRefused``."""
    if (type_ in {"select", "multi_select"}) != bool(given):
        raise ValueRefused("options", "are for selects, which need at least one", "/options")
    keys = {option.key for option in given if option.key}
    known = {option["label"].lower(): option["key"] for option in present if option["key"] not in keys}
    made: list[dict[str, Any]] = []
    for index, option in enumerate(given):
        if any(option.label.lower() == other["label"].lower() for other in made):
            raise ValueRefused("repeated", "is the label of two options", f"/options/{index}/label")
        if any(option.key == other["key"] for other in made):
            raise ValueRefused("repeated", "is the key of two options", f"/options/{index}/key")
        taken = keys | {other["key"] for other in [*made, *present]}
        key = option.key or known.get(option.label.lower()) or unused_key(option.label, taken, "option")
        made.append({"key": key, "label": option.label, "colour": option.colour})
    return made


def limits_of(type_: str, given: FieldValidation, currency: str) -> dict[str, Any]:
    """The limits as they are kept; ``currency`` is the one that the field has or would get. Raises ``ValueRefused``."""
    limits = given.model_dump(exclude_none=True)
    for name in limits:
        if name not in ALLOWED_VALIDATION.get(type_, ()):
            raise ValueRefused("not_for_type", f"does not apply to the type {type_}", f"/validation/{name}")
    read: Callable[[Any], Any] = {"date": day_of, "date_time": instant_of, "follow_up": instant_of}.get(
        type_, any_number
    )
    for name in ("min", "max"):
        try:
            limits.get(name) is None or read(limits[name])
        except ValueRefused as error:
            raise ValueRefused(error.code, error.message, f"/validation/{name}") from None
    bounds: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
        ("min", "max", read),
        ("min_length", "max_length", int),
    )
    for low, high, reader in bounds:
        if low in limits and high in limits and reader(limits[low]) > reader(limits[high]):
            raise ValueRefused("empty_range", f"must not be less than {low}", f"/validation/{high}")
    return limits | ({"currency": limits.get("currency", currency)} if type_ == "currency" else {})
