"""Which encoding a text file has, and how its lines are read in bounded memory."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import charset_normalizer

from atrium.adapters.contact_files.types import UnreadableFile

SAMPLE_BYTES = 256 * 1024
MAX_LINE_CHARS = 1024 * 1024
_CHUNK = 256 * 1024

ENCODINGS = (
    *(
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "iso8859-1",
        "iso8859-15",
        "mac-roman",
    ),
    *("cp437", "cp850", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8-r"),
    *("shift_jis", "cp932", "euc_jp", "euc_kr", "gb18030", "big5"),
)
"""What a person may choose. A list, because Python knows codecs (punycode, unicode_escape) that hostile text makes slow
or strange."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = frozenset("áéíóúàèìòùâêîôûäëïöüãõñçåæøœßÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄËÏÖÜÃÕÑÇÅÆØŒªº¿¡‘’“”–—…€·«»°©®´\xa0")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_NOT_WESTERN = [
    *("cp1255", "cp1251", "cp1250", "cp1253", "cp1254", "cp1256", "cp1257", "cp874", "koi8_r"),
    *("shift_jis", "euc_jp", "euc_kr", "gb18030", "big5"),
]
_NAMES = {
    "cp1252": "Windows-1252 (Western European)",
    "mac_roman": "Mac Roman",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1251": "Windows-1251 (Cyrillic)",
}


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """``name`` is a Python codec. ``certain`` is false for a guess; ``damaged`` says that some bytes do not decode."""

    name: str
    certain: bool = True
    damaged: bool = False

    @property
    def label(self) -> str:
        """The name a person knows it by."""
        return _NAMES.get(self.name, self.name)


def detect_encoding(path: Path) -> TextEncoding:
    """A byte-order mark decides; else UTF-8 if the whole file is valid (or damaged in a few places only); else the
    likeliest old one.

    Reads the file once, 256 KiB at a time. Raises ``UnreadableFile("binary")`` when the beginning holds NUL bytes that
    are not those of UTF-16.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return TextEncoding(name, damaged=not _decodes(path, name))
    if b"\0" in sample:
        name = _utf16_without_mark(sample)
        return TextEncoding(name, certain=False, damaged=not _decodes(path, name))
    valid, invalid, high = _scan_utf8(path)
    if invalid == 0:
        return TextEncoding("utf-8")
    if valid > 50 * invalid:
        return TextEncoding("utf-8", certain=False, damaged=True)
    name = _guess_legacy(high)
    return TextEncoding(name, certain=False, damaged=not _decodes(path, name))


def checked_encoding(path: Path, name: str) -> TextEncoding:
    """An encoding a person chose. Raises ``UnreadableFile("unknown_encoding")`` when there is no such encoding for
    text."""
    try:
        codec = codecs.lookup(name[:40]).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in ENCODINGS:
        choices = ", ".join(ENCODINGS)
        raise UnreadableFile(
            "unknown_encoding", f"“{name[:40]}” is not an encoding that can be read. Choose one of {choices}."
        )
    return TextEncoding(codec, damaged=not _decodes(path, codec))


def read_lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their ends (``\\n``, ``\\r\\n`` or ``\\r``). A line is cut after 1 Mi characters, the rest being the
    next line."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from _bounded_lines(file)


def _bounded_lines(file: TextIO) -> Iterator[str]:
    readline = file.readline
    while line := readline(MAX_LINE_CHARS):
        yield line


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.3 and odd > even * 10:
        return "utf-16-le"
    if even > half * 0.3 and even > odd * 10:
        return "utf-16-be"
    raise UnreadableFile(
        "binary", "This is not a text file: it holds NUL bytes. Choose a CSV, Excel (.xlsx) or vCard file."
    )


def _scan_utf8(path: Path) -> tuple[int, int, bytes]:
    """How many multi-byte characters are valid, how many bytes are not, and a sample of the places with bytes above
    127."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    valid = invalid = 0
    high = bytearray()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                _keep_high_places(chunk, high)
            text = decoder.decode(chunk)
            if not text.isascii():
                bad = len(re.findall("[\udc80-\udcff]", text))
                invalid += bad
                valid += len(re.findall("[^\0-\x7f]", text)) - bad
        invalid += len(decoder.decode(b"", final=True))
    return valid, invalid, bytes(high)


def _keep_high_places(chunk: bytes, kept: bytearray) -> None:
    """Lines with high bytes, up to 64 KiB: a sample from the start alone may be pure ASCII while the accents come
    late."""
    for line in chunk.splitlines():
        if len(kept) > 65_536:
            return
        if not line.isascii():
            kept += line[:2_000] + b"\n"


def _guess_legacy(sample: bytes) -> str:
    """Windows-1252 and Mac Roman are told apart by which gives accented letters; other scripts are left to
    charset-normalizer.

    Western accents stand alone between ASCII letters; in Hebrew, Cyrillic or Greek whole words are high bytes.
    """
    runs = _HIGH_RUN.findall(sample)
    in_words = sum(len(run) for run in runs if len(run) >= 3)
    total = sum(len(run) for run in runs)
    if in_words * 2 > total:
        best = charset_normalizer.from_bytes(sample, cp_isolation=_NOT_WESTERN).best()
        return best.encoding if best else "cp1252"
    scores = {name: _western_share(sample, name) for name in ("cp1252", "mac_roman", "cp850")}
    return max(scores, key=lambda name: scores[name])


def _western_share(sample: bytes, name: str) -> float:
    letters = [char for char in sample.decode(name, "replace") if char > "\x7f"]
    good = sum(char in _WESTERN for char in letters)
    # A capital accent inside a small word ("JosÈ") is a sign of the wrong table.
    wrong_case = len(re.findall("[a-z][À-ÖØ-Þ][a-z]", sample.decode(name, "replace")))
    return (good - 2 * wrong_case) / max(1, len(letters))
