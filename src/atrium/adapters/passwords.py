"""Passwords: Argon2id off the event loop, at most two at once, and the rules for choosing one."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from atrium.kernel.errors import Invalid

MIN_LENGTH = 10
MAX_LENGTH = 200

# OWASP's second recommended setting: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Two threads bound both memory and processor time: a flood of logins waits here and not in everybody's way.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")
# Compared with when there is no such member, so that the answer takes as long as for one that exists.
# Written out: making it takes every start its time.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$GeUBSLGtrRF277iFWMkArA$mrDet10rypuZKXs0I7fq7HYuUz9Kj2FkJrKG+bBeCq4"

# Stems that people build passwords on; digits, signs and look-alike characters around or inside them add nothing.
_COMMON_STEMS = frozenset(
    re.findall(
        r"[a-z]+",
        """
        abc abcd abcdef access account admin administrator adobe alexander amanda america andrea andrew angel animal
        apple arsenal asdf asdfgh asdfghjkl atrium austin autumn azerty banana baseball basketball batman biteme blink
        buster butterfly changeit changeme charlie cheese chelsea chocolate company computer contrasena cookie cowboys
        daniel december default demo diamond dolphin donald dragon eagles earthquake enter facebook falcon family
        ferrari flower football freedom friday friends fuckyou gandalf george ginger google guest hannah harley hello
        hockey hunter iloveu iloveyou internet jackson january jennifer jessica jordan joshua killer kitty klaster
        letmein liverpool login london love lovely loveme maggie manager marina master matrix matthew merlin michael
        michelle mickey minecraft monday monkey monster mustang mypassword nicole ninja nothing office oracle orange
        pass passw passwd password passwort patrick peanut pepper phoenix pokemon prince princess private purple
        qazwsx qwert qwerty qwertyuiop qwertz rainbow ranger root sample samsung secret secure server service shadow
        silver simple skywalker slipknot snoopy soccer spiderman spring startrek starwars summer sunshine superman
        superuser support sweet sysadmin system taylor temp temporary test tester testing thomas thunder tigger
        trustno trustnoone unknown user welcome whatever winner winter wizard yankees yellow zaq zaqwsx zxcvbn zxcvbnm
        """,
    )
)
_SEQUENCES = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_LOOK_ALIKES = str.maketrans("0134578@$!€", "oieastbasie")


class PasswordNotAllowed(Invalid):
    """``reason``: too_short, too_long, malformed, personal or common."""

    code, title = "password-not-allowed", "Choose another password"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def check_new(password: str, *, personal: Iterable[str] = ()) -> None:
    """Raise `PasswordNotAllowed` unless someone may choose this password.

    ``personal`` are texts of which the password may not be a mere decoration: the e-mail address, the person's and the
    workspace's name. Length and a look at what attackers try first, no rules about kinds of characters (NIST SP 800-63B
    section 3.1.1.2).
    """
    text = _normal(password)
    if len(text) < MIN_LENGTH:
        raise PasswordNotAllowed("too_short", f"The password needs at least {MIN_LENGTH} characters.")
    if len(text) > MAX_LENGTH:
        raise PasswordNotAllowed("too_long", f"The password may have at most {MAX_LENGTH} characters.")
    if not text.isprintable():
        raise PasswordNotAllowed("malformed", "The password contains characters that cannot be typed.")
    stems = _stems(text)
    if any(
        stems & _stems(_normal(part))
        for source in personal
        for part in (source, *re.split(r"[@.\s]+", source))
        if len(part) > 2
    ):
        raise PasswordNotAllowed("personal", "The password must not be made of your name or e-mail address.")
    lower = text.lower()
    if len(set(lower)) < 4 or stems & _COMMON_STEMS or any(lower in sequence for sequence in _SEQUENCES):
        raise PasswordNotAllowed("common", "This password is among the first that are guessed.")


async def hash_password(password: str) -> str:
    """The password as a PHC string of Argon2id with a salt of its own."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _encoded(password))


async def verify(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the stored hash. Without one (no such member) it takes as long and is false."""
    matches = await asyncio.get_running_loop().run_in_executor(
        _THREADS, _matches, stored or _NOBODY, _encoded(password)
    )
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's; then hash again while the password is at hand."""
    return _HASHER.check_needs_rehash(stored)


def _matches(stored: str, password: bytes) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    # The same password typed on two keyboards may arrive composed or decomposed.
    return unicodedata.normalize("NFC", password)


def _encoded(password: str) -> bytes:
    # A longer text than anyone could have chosen is cut, so that it costs no more than the longest password.
    return _normal(password[: 4 * MAX_LENGTH]).encode("utf-8", "surrogatepass")


def _stems(text: str) -> set[str]:
    """What remains of a text without the usual decoration: its letters, and its letters with look-alikes read as
    letters."""
    lower = text.lower()
    read = lower.translate(_LOOK_ALIKES)
    trimmed = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    return {
        stem
        for stem in (re.sub(r"[\W\d_]+", "", version) for version in (lower, read, trimmed.translate(_LOOK_ALIKES)))
        if stem
    }
