from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from atrium.adapters.contact_files import MAX_COLUMNS
from atrium.kernel.schemas import Input, Line, Name, Output, Token
from atrium.records.customers.record.schemas import ID, Lifecycle

JOB_ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b11"
COUNTS = {"created": 1200, "updated": 30, "unchanged": 4, "rejected": 2}
TARGETS = (
    "`name` (or `given_name`, `family_name`, `name_prefix`, `middle_name`, `name_suffix`), `company`, `kind`,"
    " `lifecycle`, `email`, `email:<label>`, `phone`, `phone:<label>`, `email_label:<column>`, `phone_label:<column>`,"
    " `location`, `location_part:<street|city|region|postal_code|country>`, `time_zone`, `language`, `source`,"
    " `external_id:<scheme>` (`external_id:atrium`: ids of this workspace's customers), `tags`, `folder`, `status`,"
    " `owner`, `note`, `field:<key>`, `new_field:<type>:<label>` or `skip`"
)
State = Literal["uploaded", "queued", "running", "succeeded", "failed", "cancelled", "ended"]


class FileReading(Input):
    """How the file is to be read, where what was found out is wrong."""

    encoding: Line | None = Field(
        None, max_length=40, description="Name of the character encoding.", examples=["windows-1252"]
    )
    delimiter: Token | None = Field(None, max_length=1, description="What separates the cells.", examples=[";"])
    has_header: bool | None = Field(None, description="Whether the first row holds headings.", examples=[True])
    sheet: Line | None = Field(None, max_length=200, description="Sheet of a workbook.", examples=["Contacts"])
    date_order: Literal["dmy", "mdy"] | None = Field(
        None, description="Whether 3/4/2026 is in April or in March; null: told by the values.", examples=["dmy"]
    )
    country: Line | None = Field(
        None,
        max_length=2,
        pattern="^[A-Z]{2}$",
        description="Where phone numbers without country code belong; null: the workspace's.",
        examples=["IL"],
    )
    decimal: Literal["point", "comma"] | None = Field(
        None, description="The mark before decimals; null: told by each number.", examples=["comma"]
    )


class ImportOptions(FileReading):
    """How the rows become customers. Empty cells never clear anything; tags are only added."""

    mapping: dict[Token, Token] | None = Field(
        None,
        max_length=MAX_COLUMNS,
        description=(
            "What each column becomes, by its heading or its index from 0; columns left out are skipped. Targets:"
            f" {TARGETS}. Null: as suggested, without the columns for which a custom field would have to be made (see"
            " `create_fields`)."
        ),
        examples=[{"Full name": "name", "E-mail": "email", "Renewal": "field:renewal_on"}],
    )
    match_by: Token | None = Field(
        None,
        max_length=60,
        description=(
            "How a row finds the customer it is about: `email`, `external_id:<scheme>` or `none` (every row is a new"
            " customer). Rows without such a value are found by another address or id of theirs, else known again by"
            " name and number. Null: by Atrium id, else e-mail, else external id, as far as they are mapped."
        ),
        examples=["email"],
    )
    mode: Literal["create", "update", "both"] = Field(
        "both",
        description=(
            "`create` leaves customers that exist as they are (counted as unchanged); `update` rejects rows without"
            " one; `both` creates or changes."
        ),
        examples=["both"],
    )
    folder_id: UUID | None = Field(None, description="Folder of new customers whose row names none.", examples=[ID])
    folder: Line | None = Field(
        None, max_length=1000, description="The same by name or path, such as `Sales / Leads`.", examples=["Leads"]
    )
    status_id: UUID | None = Field(
        None, description="Status of new customers in that folder whose row names none.", examples=[ID]
    )
    lifecycle: Lifecycle = Field(
        "customer", description="What new customers are whose row does not say.", examples=["prospect"]
    )
    source: Line | None = Field(
        "import", max_length=100, description="Source of new customers whose row names none.", examples=["Fair 2026"]
    )
    tag_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="Tags that every imported customer gets.", examples=[[ID]]
    )
    create_missing_tags: bool | None = Field(
        None,
        description="Whether tags that do not exist are made, else their rows are rejected; null: when you may.",
        examples=[True],
    )
    create_fields: bool = Field(
        False,
        description="Without a mapping: whether custom fields are made for columns that nothing else fits.",
        examples=[False],
    )


class UploadOptions(ImportOptions):
    """Options of an upload."""

    preview: bool = Field(
        False,
        description="Only keep the file and answer what it holds; start later with `POST /imports/{id}/start`.",
        examples=[False],
    )


class ImportResult(Output):
    """What became of the rows so far."""

    created: int = Field(0, description="Customers created.", examples=[1200])
    updated: int = Field(0, description="Customers changed.", examples=[30])
    unchanged: int = Field(0, description="Rows that changed nothing.", examples=[4])
    rejected: int = Field(0, description="Rows that were not imported.", examples=[2])


class FileOut(Output):
    """What was found out about the file."""

    format: str = Field(description="csv, tsv, xlsx, vcard or jsonl.", examples=["csv"])
    encoding: str | None = Field(description="Character encoding, for text files.", examples=["utf-8"])
    encoding_certain: bool = Field(description="Whether the encoding is beyond doubt.", examples=[True])
    delimiter: str | None = Field(description="What separates the cells.", examples=[";"])
    has_header: bool = Field(description="Whether the columns have headings.", examples=[True])
    sheet: str | None = Field(description="The sheet that is read.", examples=[None])
    sheets: list[str] = Field(description="All sheets of a workbook.", examples=[[]])
    warnings: list[str] = Field(description="What to look at, for people.", examples=[[]])


class ColumnOut(Output):
    """A column of the file."""

    index: int = Field(description="Its place, from 0.", examples=[0])
    heading: str = Field(description="Its heading, made up where it has none.", examples=["E-mail"])
    samples: list[str] = Field(description="Its first values.", examples=[["ana@example.com"]])
    suggested: str = Field(description="What it most likely is.", examples=["email"])
    confidence: float = Field(description="How sure that is, 0 to 1.", examples=[0.99])
    reason: str = Field(description="Why, for people.", examples=["The heading and the values say so."])
    target: str = Field(description="What it becomes with the given mapping.", examples=["email"])


class CellProblemOut(Output):
    """Why a row cannot be imported."""

    column: int | None = Field(description="Index of the cell's column; null for the whole row.", examples=[1])
    code: str = Field(description="Stable machine name.", examples=["not_an_email"])
    message: str = Field(description="The reason, for people.", examples=["“ana@” is not an e-mail address."])


class PreviewCustomer(Output):
    """A customer as it would come out."""

    name: str = Field(description="Name.", examples=["Ana Ruiz"])
    kind: str = Field(description="person or company.", examples=["person"])
    lifecycle: str = Field(description="prospect or customer.", examples=["customer"])
    emails: list[str] = Field(description="E-mail addresses.", examples=[["ana@example.com"]])
    phones: list[str] = Field(description="Phone numbers.", examples=[["+34600112233"]])
    location: str | None = Field(description="Where they are.", examples=["Madrid"])
    folder: str | None = Field(description="Path of the folder.", examples=["Leads"])
    status: str | None = Field(description="Status.", examples=["New"])
    owner: str | None = Field(description="Owner.", examples=["Noa Levi"])
    tags: list[str] = Field(description="Tags that would be added.", examples=[["VIP"]])
    custom_fields: dict[str, Any] = Field(
        description="Values of custom fields by label.", examples=[{"Renewal": "2027-01-31"}]
    )


class PreviewRow(Output):
    """One of the first rows."""

    number: int = Field(description="Its number in the file, as a spreadsheet counts.", examples=[2])
    values: list[str] = Field(description="Its cells.", examples=[["Ana Ruiz", "ana@example.com"]])
    outcome: Literal["created", "updated", "unchanged", "rejected"] = Field(
        description="What it would come to.", examples=["created"]
    )
    customer: PreviewCustomer | None = Field(
        description="The customer as it would come out; null when the row would be rejected."
    )
    problems: list[CellProblemOut] = Field(description="Why it would be rejected.")


class PreviewOut(Output):
    """A look at a file before it is imported."""

    file: FileOut = Field(description="How the file is read.")
    columns: list[ColumnOut] = Field(description="Its columns.")
    match_by: str = Field(description="How rows would find their customers.", examples=["email"])
    rows: list[PreviewRow] = Field(description="The first rows.")


class ImportOut(Output):
    """An import."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    job_id: UUID | None = Field(description="Its job, once started; also at `/jobs/{id}`.", examples=[JOB_ID])
    state: State = Field(
        description="uploaded until it is started, then the job's state; ended when the job is forgotten.",
        examples=["running"],
    )
    file_name: Name = Field(description="The file's name.", examples=["contacts.csv"])
    file_size: int = Field(description="Its size in bytes.", examples=[48213])
    rows_done: int = Field(description="Rows dealt with.", examples=[500])
    rows_total: int | None = Field(description="Rows of the file, once counted.", examples=[1236])
    result: ImportResult = Field(description="What became of them.")
    created_by: str = Field(description="Who uploaded the file.", examples=["Noa Levi"])
    created_at: datetime = Field(description="When it was uploaded.", examples=["2026-11-22T09:30:00Z"])
    preview: PreviewOut | None = Field(
        None, description="The look at the file, in the answer to an upload with `preview`."
    )


class RejectOut(Output):
    """A row that was not imported."""

    row_number: int = Field(description="Its number in the file.", examples=[7])
    values: list[str] = Field(description="Its cells.", examples=[["Ana Ruiz", "ana@"]])
    reasons: list[CellProblemOut] = Field(description="Why.")
