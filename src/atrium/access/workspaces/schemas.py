from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Colour, Input, Name, Output

# ISO 3166-1 alpha-2, as assigned in 2026.
_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
# ISO 4217: currencies in which money is owed; funds codes, metals and test codes are left out.
_CURRENCIES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
COUNTRIES = frozenset(_COUNTRIES.split())
CURRENCIES = frozenset(_CURRENCIES.split())


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _time_zone(value: str) -> str:
    if value not in _time_zones():
        raise PydanticCustomError("time_zone", "must be a time zone of the IANA database, such as Europe/Madrid")
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise PydanticCustomError("country", "must be a country of ISO 3166-1, such as ES")
    return value


def _currency(value: str) -> str:
    if value not in CURRENCIES:
        raise PydanticCustomError("currency", "must be a currency of ISO 4217, such as EUR")
    return value


TimeZone = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_time_zone)]
"""A name in the IANA time zone database."""
Country = Annotated[str, Field(min_length=2, max_length=2), AfterValidator(_country)]
"""ISO 3166-1 alpha-2."""
Currency = Annotated[str, Field(min_length=3, max_length=3), AfterValidator(_currency)]
"""ISO 4217 alphabetic code."""
Locale = Annotated[str, Field(max_length=20, pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
"""A language tag of BCP 47 made of language, script and region."""


class Colours(Input):
    """The workspace's own colours. Absent means unchanged, null means Atrium's own."""

    accent: Colour | None = Field(None, description="Buttons, links and e-mails.", examples=["#2563eb"])
    sidebar: Colour | None = Field(None, description="Background of the navigation.", examples=["#0f172a"])


class ColoursOut(Output):
    """The workspace's own colours; null where it uses Atrium's."""

    accent: str | None = Field(None, description="Buttons, links and e-mails.", examples=["#2563eb"])
    sidebar: str | None = Field(None, description="Background of the navigation.", examples=["#0f172a"])


class WorkspacePatch(Input):
    """What to change of the workspace."""

    name: Name = Field("", description="New name.", examples=["Lumen Studio"])
    colours: Colours = Field(default_factory=Colours, description="Colours to change.")
    locale: Locale = Field("en", description="Language and formats, a BCP 47 tag.", examples=["es-ES"])
    country: Country = Field(
        "US", description="Where it is: how phone numbers without a country code are read. ISO 3166-1.", examples=["ES"]
    )
    time_zone: TimeZone = Field("UTC", description="Where its day begins, an IANA name.", examples=["Europe/Madrid"])
    currency: Currency = Field("USD", description="Currency of new amounts, ISO 4217.", examples=["EUR"])
    saas_mode: bool = Field(False, description="Whether it resells Atrium to its customers.", examples=[False])
    settle_seconds: int = Field(
        10,
        ge=0,
        le=300,
        description=(
            "One person's edits of a customer or note within so many seconds become one event for webhooks"
            " and automations; 0 keeps them apart."
        ),
        examples=[10],
    )
    automations_stopped: bool = Field(
        False,
        description=(
            "The emergency switch: no automation starts, and those under way stand still until it is off again."
        ),
        examples=[False],
    )


class WorkspaceOut(Output):
    """The workspace."""

    id: UUID = Field(description="Identifier.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
    name: str = Field(description="Name.", examples=["Lumen Studio"])
    logo_url: str | None = Field(
        description="Address of its logo, if it has one.", examples=["/api/v1/workspace/logo?v=1d0f6f3f9b10"]
    )
    colours: ColoursOut = Field(description="Its own colours.")
    locale: str = Field(description="Language and formats, a BCP 47 tag.", examples=["es-ES"])
    country: str = Field(description="Where it is, ISO 3166-1.", examples=["ES"])
    time_zone: str = Field(description="Where its day begins, an IANA name.", examples=["Europe/Madrid"])
    currency: str = Field(description="Currency of new amounts, ISO 4217.", examples=["EUR"])
    plan: Literal["basic", "pro", "enterprise"] = Field(
        description="What the installation grants it; set by the operator.", examples=["enterprise"]
    )
    saas_mode: bool = Field(description="Whether it resells Atrium to its customers.", examples=[False])
    settle_seconds: int = Field(
        description="Seconds within which one person's edits of a customer or note become one event.", examples=[10]
    )
    automations_stopped: bool = Field(description="Whether all automations stand still.", examples=[False])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
