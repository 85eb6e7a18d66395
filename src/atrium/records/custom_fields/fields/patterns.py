"""Regular expressions of a business: only those that answer in time linear in the text."""

import re
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

from atrium.records.custom_fields.fields.rules import ValueRefused

MAX_PATTERN_SIZE = 5000


_TOKEN = re.compile(
    r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\s*(?P<least>\d{0,9})\s*(?:,\s*(?P<most>\d{0,9})\s*)?\}|.",
    re.DOTALL,
)


_HEAVY = ((50, re.compile(r"\\[wWpP]")), (12, re.compile(r"\\[dDsS]|^\[\^|^\.$")))


@lru_cache(maxsize=256)
def compiled(pattern: str) -> SchemaValidator:
    """Matches the whole of a text, in time linear in its length (Rust's regular expressions). Raises ``ValueRefused``
    for what they lack (look-around, back-references) and for patterns whose machine would be so large that one text
    keeps it busy for long."""
    if _size(pattern) > MAX_PATTERN_SIZE:
        raise ValueRefused("bad_pattern", "repeats too much: make the numbers in braces smaller")
    try:
        # Compiled alone first, so that unbalanced parentheses cannot escape from the group around it.
        for source in (pattern, rf"\A(?:{pattern})\z"):
            machine = SchemaValidator(core_schema.str_schema(pattern=source, regex_engine="rust-regex"))
    except SchemaError:
        raise ValueRefused(
            "bad_pattern",
            "is not a regular expression that can be checked in linear time (no look-around, no back-references)",
        ) from None
    return machine


def _size(pattern: str) -> int:
    """Roughly how many states the pattern's machine has, counted repetitions written out. Time to match grows with this
    times the length of the text."""
    groups, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        if token[0] == "(":
            groups.append(0)
        elif token[0] == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        elif token["least"] or token["most"]:
            more = last * (max(int(token["most"] or token["least"]), 1) - 1)
            groups[-1], last = groups[-1] + more, last + more
        elif token[0].isspace():
            groups[-1] += 1
        elif token[0] not in "*+?|":
            # A class of Unicode is itself a machine over the bytes of UTF-8.
            last = next((weight for weight, kind in _HEAVY if kind.search(token[0])), 1)
            groups[-1] += last
    return sum(groups)
