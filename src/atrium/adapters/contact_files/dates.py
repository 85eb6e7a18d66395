"""Dates as people and programs write them in tables. Whether 3/4/1970 is in March or April is told by the whole
column."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

DateOrder = Literal["dmy", "mdy"]

_PARTS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?([ap]m)?\s?(z|utc|[+-]\d{2}:?\d{2})?", re.IGNORECASE)


def guess_date_order(samples: Iterable[str]) -> tuple[DateOrder, bool]:
    """The order in a column of dates, and whether the values prove it. Without proof the day is taken to
    come first, as in most of the world; the person who maps the column can say otherwise.

    >>> guess_date_order(["3/4/1970", "12/25/1980"]), guess_date_order(["3.4.1970"])
    (('mdy', True), ('dmy', False))
    """
    day_first = month_first = 0
    for sample in samples:
        match = _PARTS.match(sample.strip())
        if match and len(match[1]) <= 2:
            day_first += int(match[1]) > 12 >= int(match[3])
            month_first += int(match[3]) > 12 >= int(match[1])
    return ("mdy" if month_first > day_first else "dmy"), bool(day_first or month_first)


def parse_date(text: str, order: DateOrder = "dmy") -> dt.date | dt.datetime | None:
    """A date, or a datetime when the text has a time (naive unless it names an offset); ``None`` when it is none,
    ``0/0/00`` included.

    Years of two digits are the latest ones that are not more than ten years ahead of us. Years outside 1800–2200 are
    refused.

    >>> parse_date("1985-04-12"), parse_date("3/4/70"), parse_date("2024-03-01T10:30:00Z") (datetime.date(1985, 4, 12),
    datetime.date(1970, 4, 3), datetime.datetime(2024, 3, 1, 10, 30, tzinfo=datetime.timezone.utc))
    """
    text = text.strip()
    match = _PARTS.match(text) if len(text) <= 40 else None
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif len(match[4]) in {2, 4}:
        year = third if len(match[4]) == 4 else _century(third)
        day, month = (first, second) if order == "dmy" else (second, first)
    else:
        return None
    try:
        date = dt.date(year, month, day)
        rest = text[match.end() :].lstrip("T ,")
        result = _with_time(date, rest) if rest else date
    except ValueError:
        return None
    return result if 1800 <= year <= 2200 else None


def _century(year: int) -> int:
    latest = dt.datetime.now(dt.UTC).year + 10
    return latest - (latest - year) % 100


def _with_time(date: dt.date, text: str) -> dt.datetime:
    """Raises ``ValueError`` when the text is not a time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour = int(match[1])
    if half := (match[4] or "").casefold():
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + 12 * (half == "pm")
    zone = (match[5] or "").casefold()
    offset = None
    if zone in {"z", "utc"}:
        offset = dt.UTC
    elif zone:
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = dt.timezone(dt.timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    return dt.datetime(date.year, date.month, date.day, hour, int(match[2]), int(match[3] or 0), tzinfo=offset)
