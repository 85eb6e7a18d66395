"""What every record of the contract has in common."""

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Model(BaseModel):
    """A record. Fields that a newer server has and this version does not know are kept, never refused."""

    model_config = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())

    _etag: str | None = PrivateAttr(default=None)


def etag(record: Model) -> str | None:
    """The version of a record as it was read, for ``if_match``; None when it did not come with one."""
    return record._etag
