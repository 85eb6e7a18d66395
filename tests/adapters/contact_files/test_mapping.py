"""What each column most likely means, over the exports of the usual programs and tables without headings."""

import datetime as dt
from pathlib import Path

import pytest

from atrium.adapters.contact_files import (
    CustomFieldRef,
    Row,
    check_mapping,
    clean_label,
    detect,
    guess_date_order,
    open_rows,
    parse_date,
    parse_target,
    split_contacts,
    split_tags,
    split_values,
    suggest_mapping,
)
from atrium.adapters.contact_files.content import classify
from atrium.adapters.contact_files.synonyms import MEANINGS, header_meaning, normalise

SAMPLES = Path(__file__).parent / "samples"


def suggested(name: str, fields: tuple[CustomFieldRef, ...] = ()) -> dict[str, str]:
    info = detect(SAMPLES / name, name)
    suggestions = suggest_mapping(info.columns, list(open_rows(SAMPLES / name, info)), fields)
    assert [suggestion.column for suggestion in suggestions] == list(range(len(info.columns)))
    assert all(0 < suggestion.confidence <= 1 and suggestion.reason.endswith(".") for suggestion in suggestions)
    check_mapping({suggestion.column: suggestion.target for suggestion in suggestions}, len(info.columns))
    return {suggestion.header: suggestion.target for suggestion in suggestions}


EXPECTED: dict[str, dict[str, str]] = {
    "google.csv": {
        "First Name": "given_name",
        "Middle Name": "middle_name",
        "Last Name": "family_name",
        "Organization Name": "company",
        "Organization Title": "new_field:text:Job title",
        "Labels": "tags",
        "E-mail 1 - Label": "email_label:16",
        "E-mail 1 - Value": "email",
        "E-mail 2 - Value": "email",
        "Phone 1 - Label": "phone_label:20",
        "Phone 1 - Value": "phone",
        "Address 1 - Formatted": "location",
        "Address 1 - City": "skip",
        "Website 1 - Value": "new_field:url:Website",
        "Photo": "skip",
    },
    "google_old.csv": {
        "Name": "name",
        "Group Membership": "tags",
        "E-mail 1 - Type": "email_label:14",
        "Phone 1 - Type": "phone_label:16",
        "Organization 1 - Name": "company",
        "Custom Field 1 - Value": "new_field:text:Membership",
    },
    "outlook.csv": {
        "Title": "name_prefix",
        "Job Title": "new_field:text:Job title",
        "E-mail Address": "email",
        "E-mail Type": "skip",
        "E-mail 2 Address": "email",
        "E-mail 2 Type": "skip",
        "Business Phone": "phone:work",
        "Mobile Phone": "phone:mobile",
        "Business Fax": "phone:fax",
        "Business Street": "location_part:street",
        "Business Postal Code": "location_part:postal_code",
        "Home City": "new_field:text:Home City",
        "Home Postal Code": "new_field:text:Home Postal Code",
        "Categories": "tags",
        "Birthday": "new_field:date:Birthday",
        "Web Page": "new_field:url:Website",
    },
    "hubspot.csv": {
        "Record ID": "external_id:hubspot",
        "Contact owner": "owner",
        "Lifecycle Stage": "lifecycle",
        "Lead Status": "status",
        "Original Source": "source",
        "Create Date": "new_field:datetime:Create Date",
        "Number of employees": "new_field:number:Number of employees",
        "Renewal": "new_field:date:Renewal",
    },
    "salesforce.csv": {
        "Title": "new_field:text:Job title",
        "Contact ID": "external_id:salesforce",
        "Account Name": "company",
        "Account Owner": "owner",
    },
    "mailchimp.csv": {
        "Email Address": "email",
        "EUID": "external_id:mailchimp",
        "TAGS": "tags",
        "LEID": "skip",
        "TIMEZONE": "time_zone",
    },
    "excel_es.csv": {
        "Nombre": "given_name",
        "Apellidos": "family_name",
        "Teléfono móvil": "phone:mobile",
        "Correo electrónico": "email",
        "Observaciones": "note",
    },
    "hebrew.csv": {
        "שם פרטי": "given_name",
        "שם משפחה": "family_name",
        "טלפון נייד": "phone:mobile",
        'דוא"ל': "email",
        "עיר": "location_part:city",
        "הערות": "note",
    },
    "apple.vcf": {
        "Name": "name",
        "Email": "email",
        "Email label": "email_label:11",
        "Address": "location",
        "Street": "skip",
        "Categories": "tags",
        "UID": "external_id:uid",
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_exports_of_the_usual_programs(name: str) -> None:
    found = suggested(name)
    assert {header: found[header] for header in EXPECTED[name]} == EXPECTED[name]


def test_custom_fields_that_exist_are_used() -> None:
    fields = (
        CustomFieldRef(key="renewal_on", label="Renewal", type="date"),
        CustomFieldRef(key="employees", label="number-of EMPLOYEES", type="number"),
    )
    found = suggested("hubspot.csv", (*fields, CustomFieldRef(key="email", label="Email")))
    assert (found["Renewal"], found["Number of employees"], found["Email"]) == (
        "field:renewal_on",
        "field:employees",
        "email",
    )
    assert (
        suggested("google_old.csv", (CustomFieldRef(key="tier", label="Membership"),))["Custom Field 1 - Value"]
        == "field:tier"
    )
    assert suggested("apple.vcf", (CustomFieldRef(key="born", label="Birthday"),))["Birthday"] == "field:born"


def rows_of(*values: list[str]) -> list[Row]:
    return [Row(number, list(cells)) for number, cells in enumerate(values, start=1)]


def test_content_tells_when_the_heading_does_not() -> None:
    columns = ("Column A", "Column B", "Column C", "Column D", "Reach me at", "Signed", "Debt", "VIP?", "Share")
    rows = rows_of(
        [
            "Ana Ruiz",
            "ana@x.test",
            "+34 600 11 22 33",
            "https://x.test",
            "600112233",
            "2024-01-02",
            "12,50",
            "yes",
            "5%",
        ],
        [
            "Bo van der Lee",
            "bo@x.test; b@x.test",
            "915556677",
            "www.lee.test",
            "(415) 555-2671",
            "2024-01-03",
            "1.200,00",
            "no",
            "7.5%",
        ],
    )
    targets = [suggestion.target for suggestion in suggest_mapping(columns, rows)]
    assert targets == [
        "name",
        "email",
        "phone",
        "new_field:url:Column D",
        "phone",
        "new_field:date:Signed",
        "new_field:number:Debt",
        "new_field:checkbox:VIP?",
        "new_field:percent:Share",
    ]


def test_values_overrule_a_wrong_heading_and_one_column_keeps_a_single_target() -> None:
    rows = rows_of(["ana@x.test", "Ana", "Ana R.", "0123"], ["bo@x.test", "Bo", "Bo L.", "0456"])
    suggestions = suggest_mapping(("Phone", "Name", "Full name", "Code"), rows)
    assert [suggestion.target for suggestion in suggestions] == [
        "email",
        "name",
        "new_field:text:Full name",
        "new_field:text:Code",
    ]
    assert "already is the name" in suggestions[2].reason


def test_a_file_without_rows_is_mapped_by_its_headings() -> None:
    assert [suggestion.target for suggestion in suggest_mapping(("E-Mail", "Zzz", ""), [])] == ["email", "skip", "skip"]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("E-Mail-Adresse", "email"),
        ("Prénom", "given_name"),
        ("PRENOM", "given_name"),
        ("Nachname", "family_name"),
        ("Straße", "location_part:street"),
        ("Téléphone portable", "phone:mobile"),
        ("Telemóvel", "phone:mobile"),
        ("Código Postal", "location_part:postal_code"),
        ("Postleitzahl", "location_part:postal_code"),
        ("כתובת אימייל", "email"),
        ("firstName", "given_name"),
        ("PHONE_NUMBER", "phone"),
        ("Home Phone 2", "phone:home"),
        ("email3", "email"),
        ("Observações", "note"),
        ("Raison sociale", "company"),
        ("Lifecycle stage", "lifecycle"),
    ],
)
def test_headings_in_many_languages(header: str, target: str) -> None:
    assert header_meaning(header) == target


def test_the_table_of_headings_is_sound() -> None:
    assert len(MEANINGS) > 600
    for heading, target in MEANINGS.items():
        parse_target(target)
        assert heading == normalise(heading) != ""


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("ana@x.test", "email"),
        ("ana@x", None),
        ("@ana", None),
        ("(415) 555-2671 x12", "phone"),
        ("12.50", "number"),
        ("1,234,567.89", "number"),
        ("2024-01-02 10:30 PM", "datetime"),
        ("1/2/24", "date"),
        ("C/ Mayor 1", None),
        ("x" * 5_000, None),
        ("www.x.test/a?b", "url"),
    ],
)
def test_kinds_of_values(value: str, kind: str | None) -> None:
    assert classify(value) == kind


@pytest.mark.parametrize(
    "target",
    [
        "",
        "nope",
        "name:x",
        "email_label:",
        "email_label:x",
        "location_part:moon",
        "external_id:",
        "external_id:A b",
        "field:",
        "field:a b",
        "new_field:text:",
        "new_field:rocket:X",
        "skip:",
    ],
)
def test_targets_outside_the_grammar(target: str) -> None:
    with pytest.raises(ValueError, match="not something a column can be mapped to"):
        parse_target(target)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({0: "name", 1: "name"}, "both mapped"),
        ({7: "name"}, "no column 8"),
        ({0: "name", 1: "email_label:0"}, "holds none"),
        ({0: "email", 1: "phone_label:0"}, "holds none"),
        ({0: "skip"}, "nothing to import"),
        ({}, "nothing to import"),
    ],
)
def test_mappings_that_cannot_work(mapping: dict[int, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_mapping(mapping, 3)
    assert check_mapping({0: "email", 1: "email_label:0", 2: "email:work"}, 3)[1].argument == "0"


def test_cells_of_several_values() -> None:
    assert split_values("a ::: b:::c ::: ") == ["a", "b:::c", ""]
    assert split_contacts("a@x.test, b@x.test\nc@x.test") == ["a@x.test", "b@x.test", "c@x.test"]
    assert split_tags("VIP, vip , North") == ["VIP", "North"]
    assert split_tags("* My Contacts ::: * Starred") == ["Starred"]
    assert split_tags("a|b") == ["a", "b"]
    assert clean_label("* La finca") == ("la finca", True)


def test_dates() -> None:
    assert guess_date_order(["1/2/24", "25/12/24"]) == ("dmy", True)
    assert guess_date_order(["1/2/24", "12/25/24"]) == ("mdy", True)
    assert guess_date_order(["1/2/24", "0/0/00", "x"]) == ("dmy", False)
    assert parse_date("12/25/2024", "mdy") == dt.date(2024, 12, 25)
    assert parse_date("12/25/2024", "dmy") is None
    assert parse_date("31.12.2024 11:30 pm") == dt.datetime(2024, 12, 31, 23, 30)  # noqa: DTZ001 - the text names no zone
    assert parse_date("2024-01-02T03:04:05+02:30") == dt.datetime(
        2024, 1, 2, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(minutes=150))
    )
    for wrong in (
        "",
        "0/0/00",
        "2024-13-01",
        "9999-01-01",
        "1/2/3",
        "2024-01-02 25:00",
        "2024-01-02 soon",
        "--03-02",
        "1" * 500,
        "2024-01-02 10:00+99:99",
    ):
        assert parse_date(wrong) is None
