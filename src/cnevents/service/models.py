"""What requests and answers hold, beside the records themselves: the source of the OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from cnevents.records import DateMention, Document, Failure

TEXT = "法国总统马克龙3日在北京会见中国国家主席习近平。"
TRADITIONAL = "（中央社首爾15日電）北韓今天試射飛彈。"
MANY = [
    {"doc_id": "a1", "text": TEXT, "published": "2024-05-04"},
    {"doc_id": "a2", "text": TRADITIONAL, "published": "2025-03-15"},
]
EXTRACT_EXAMPLES: dict[str, Any] = {
    "one": {"summary": "An article", "value": {"text": TEXT, "published": "2024-05-04"}},
    "many": {"summary": "Several, in either script", "value": MANY},
}
DATES_EXAMPLES: dict[str, Any] = {
    "one": {"summary": "Relative dates", "value": {"text": "昨日与10月3日", "published": "2024-10-08"}}
}
EXPLAIN_EXAMPLES: dict[str, Any] = {
    "one": {"summary": "Why a record says what it says", "value": {"text": TEXT, "published": "2024-05-04"}},
    "missed": {
        "summary": "What gave no record",
        "value": {"text": "联合国秘书长希望访问越南。", "missed": True},
    },
}
DAY = "Day of publication, as an ISO date or date-time; relative dates are resolved by it."


class Body(BaseModel):
    """What requests share: a misspelt field is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ArticleBody(Body):
    """An article to read."""

    text: str = Field(description="The article as published; all offsets count its code points.")
    published: str | None = Field(default=None, max_length=64, description=DAY)
    doc_id: str | None = Field(default=None, max_length=500, description="Your name for it.")


class DatesBody(Body):
    """A text whose time expressions are wanted."""

    text: str
    published: str | None = Field(default=None, max_length=64, description=DAY)
    region: Literal["CN", "TW", "HK", "MO"] | None = Field(
        default=None, description="For festivals; guessed by default."
    )


class ExplainBody(Body):
    """A text whose records are to be explained."""

    text: str
    published: str | None = Field(default=None, max_length=64, description=DAY)
    missed: bool = Field(default=False, description="The sentences that gave no record, and why.")


def _how_many(body: object) -> str:
    return "many" if isinstance(body, list) else "one"


OneOrMany = Annotated[
    Annotated[ArticleBody, Tag("one")] | Annotated[list[ArticleBody], Tag("many")], Discriminator(_how_many)
]
Read = Document | list[Document | Failure]


class Dates(BaseModel):
    """The time expressions of a text, in its order."""

    dates: list[DateMention]


class Reasons(BaseModel):
    """What stands behind every field of every record, as `cnevents explain` prints it."""

    explanation: str


class Problem(BaseModel):
    """Why there is no answer; docs/errors.md lists the codes."""

    code: str = Field(examples=["E103"])
    message: str = Field(examples=["'next week' is not a date"])
    hint: str = Field(examples=["Give an ISO string such as '2025-09-01'."])


class Health(BaseModel):
    """Can it read?"""

    status: Literal["ok", "unready"]
    readers: int = Field(description="Requests that are read at the same time.")
    busy: int = Field(description="Requests that are read or wait for it.")


class Version(BaseModel):
    """What runs here."""

    cnevents: str
    schema_version: str
