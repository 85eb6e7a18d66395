"""Made-up customers with the skew that real address books have: a few very common names and mail hosts, a long tail,
and many scripts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID


def words(text: str) -> list[str]:
    return text.split()


_FIRST = words("""
maria anna john james mohammed david jose michael ana peter laura daniel sarah thomas paul marco julia luis emma
carlos sofia lucas elena martin olivia antonio lena ahmed julie noah fatima victor clara hugo ingrid pablo nina oscar
ivan lucia felix giulia adam chloe mateusz katarzyna lars astrid björn sørine zoë andré françois hélène jürgen köbi
łukasz żaneta tomáš čeněk šárka ğülşen çağla ümit ngọc thị priya rahul ananya wei ming haruto yuki minjun seoyeon omar
leila yusuf noor dmitri olga Дмитрий Ольга Иван Екатерина Фёдор Андрей محمد فاطمة أحمد يوسف דוד שרה יעל Γιώργος Ελένη
""")
_LAST = words("""
garcia smith müller silva kim lee nguyen martin wang rossi johnson williams brown jones schmidt fernandez lopez
gonzalez rodriguez dupont durand bernard petit moreau lefèvre schneider fischer weber wagner hoffmann becker kowalski
nowak wiśniewski novák dvořák horváth nagy andersson johansson nilsson hansen jensen sørensen virtanen korhonen ivanov
petrov kuznetsov popov şahin yılmaz öztürk demir khan patel singh sharma gupta das chowdhury ali hussain haddad cohen
levi tanaka sato suzuki takahashi watanabe chen liu zhang yang o'brien o'connor mcdonald macleod van-der-berg de-vries
d'angelo santos oliveira pereira costa almeida ferreira Иванов Смирнова Кузнецов Попова Соколов الأنصاري الخطيب כהן
לוי Παπαδόπουλος Νικολάου
""")
_EAST = words(
    "王伟 李娜 张伟 刘洋 陈静 杨柳 黄磊 田中太郎 佐藤花子 鈴木一郎 高橋美咲 渡辺健 김민준 이서연 박지훈 최수아 정예준"
)
_COMPANY = words(
    "solutions studio consulting bakery dental clinic logistics media fitness academy labs partners"
    " trading garden motors design"
)
_FORMS = words("GmbH Ltd S.L. SARL Inc. S.A. BV Oy AB")
_HOSTS = words("gmail.com yahoo.com outlook.com hotmail.com icloud.com web.de orange.fr mail.ru qq.com")
_CITIES = [
    "Paris",
    "Madrid",
    "Berlin",
    "London",
    "São Paulo",
    "Kraków",
    "Zürich",
    "İstanbul",
    "Москва",
    "東京",
    "서울",
    "القاهرة",
    "New York",
    "Warszawa",
    "Lyon",
]
_PHONES = [
    ("33", "6", 8),
    ("34", "6", 8),
    ("49", "15", 9),
    ("44", "7", 9),
    ("1", "2", 9),
    ("39", "3", 9),
    ("48", "5", 8),
    ("7", "9", 9),
    ("81", "90", 8),
    ("90", "5", 9),
]
_SYLLABLES = words(
    "ba be bo bra ca che co da de dro el fa fe fi ga go gri ha hu jo ka kle ko la le lo ma mi mo na"
    " ne no pa pe po qui ra ri ro sa sche so ta te to va ve vo"
    " wa wi xa ya zo zu"
)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """One row to be inserted, before it belongs to a workspace."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    location: str | None
    external_id: str | None
    created_at: datetime
    last_activity_at: datetime


def _skewed(rng: random.Random, values: list[str]) -> str:
    """The k-th value about as often as 1/k (Zipf)."""
    return values[min(int(len(values) ** rng.random()) - 1, len(values) - 1)]


def _surname(rng: random.Random) -> str:
    if rng.random() < 0.6:
        return _skewed(rng, _LAST)
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3, 3, 4))))


def _name(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.06:
        return rng.choice(_EAST)
    if kind < 0.16:
        return f"{_surname(rng).title()} {rng.choice(_COMPANY).title()} {rng.choice(_FORMS)}"
    return f"{_skewed(rng, _FIRST).title()} {_surname(rng).title()}"


def _email(rng: random.Random, name: str, number: int) -> str:
    local = "".join(
        letter for letter in name.lower().replace(" ", ".") if letter.isascii() and (letter.isalnum() or letter == ".")
    )
    host = (
        _skewed(rng, _HOSTS)
        if rng.random() < 0.7
        else f"{_surname(rng)}.example".encode("ascii", "ignore").decode().replace("'", "")
    )
    return f"{local.strip('.') or 'kunde'}{number % 9973}@{host}"


def people(count: int, seed: int = 7) -> Iterator[Person]:
    """``count`` deterministic customers; identifiers grow with the creation time, the last activity is independent of
    the name."""
    rng = random.Random(seed)
    for number in range(count):
        created = EPOCH + timedelta(seconds=number * 20_000_000 // count)
        name = _name(rng)
        country, lead, length = rng.choices(_PHONES, weights=range(len(_PHONES), 0, -1))[0]
        yield Person(
            id=UUID(
                int=int(created.timestamp() * 1000) << 80
                | 0x7 << 76
                | (number % 4096) << 64
                | 2 << 62
                | rng.getrandbits(62)
            ),
            name=name,
            email=_email(rng, name, number) if rng.random() < 0.85 else None,
            phone=f"+{country}{lead}{rng.randrange(10**length):0{length}d}" if rng.random() < 0.75 else None,
            location=_skewed(rng, _CITIES) if rng.random() < 0.5 else None,
            external_id=f"HS-{rng.randrange(10**9)}" if rng.random() < 0.3 else None,
            created_at=created,
            last_activity_at=created + timedelta(seconds=rng.expovariate(1 / 2_000_000)),
        )
