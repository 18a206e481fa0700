"""The output contract, version 1: what one document becomes.

Frozen pydantic models. Every list is in text order, every id unique within its document. ``clean`` offsets count
code points of ``clean_text``, ``raw`` offsets those of the decoded source; both are half open.

Exact numbers are ``Decimal`` in Python and plain numbers in JSON (JSON keeps 17 significant digits of a fraction,
every digit of an integer). What ties the items of a document together (ids that exist, text that stands where its
span says) is checked by `duban.invariants.broken_promises`.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from duban.errors import ContractError
from duban.vocabulary import (
    SCHEMA_VERSION,
    Basis,
    CampaignId,
    Certainty,
    Comparator,
    ContributorRole,
    Direction,
    Duration,
    Edtf,
    EdtfDay,
    GovernmentLevel,
    Modality,
    Number,
    NumeralReading,
    OfficialId,
    OfficialOrBody,
    OfficialRole,
    Offset,
    OrganisationId,
    OrganisationKind,
    OrganisationRole,
    OwnerRole,
    Precision,
    RuleId,
    SectionId,
    SourceText,
    TargetId,
    TargetKind,
    TargetStatus,
    TaskId,
    TaskKind,
    TimeBasis,
    TimeId,
    TimeRole,
)


def _absent(value: object) -> bool:
    return value is None


def _require_one_owner(schema: dict[str, Any]) -> None:
    owners = ("official", "organisation")
    for owner in owners:
        properties = schema["properties"]
        properties[owner] = properties[owner]["anyOf"][0]
    schema["oneOf"] = [{"required": [owner]} for owner in owners]


class _Item(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


class SpanPair(_Item):
    """Where something stands: in the decoded source and in the clean text."""

    raw: tuple[Offset, Offset]
    clean: tuple[Offset, Offset]


class Source(_Item):
    """The bytes that were read. ``encoding`` is as detected; null for text that was never bytes."""

    uri: SourceText | None
    media_type: str
    encoding: str | None
    bytes: Offset
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Provenance(_Item):
    """Enough to repeat every decision: version, digest of the lexicons, engines."""

    duban: str
    lexicons: str
    engines: tuple[str, ...]


class Title(_Item):
    """The document's own headline."""

    text: str
    span: SpanPair


class Published(_Item):
    """When the document was published, and how that is known."""

    date: Edtf
    basis: Basis


class Jurisdiction(_Item):
    """The government whose campaign it is; ``path`` runs from the province down to it, ``code`` is GB/T 2260."""

    name: str
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}(?:[0-9]{3})?$")] | None
    level: GovernmentLevel
    path: tuple[str, ...]


class Contributor(_Item):
    """Who made the article; never an official."""

    name: str
    role: ContributorRole
    span: SpanPair
    rule: RuleId


class Campaign(_Item):
    """A named drive with its window."""

    id: CampaignId
    name: str
    aliases: tuple[str, ...]
    start: EdtfDay | None
    end: EdtfDay | None
    spans: tuple[SpanPair, ...]
    rule: RuleId


class Section(_Item):
    """A numbered or titled part of the document; ``span`` is that of the whole part, level 1 the outermost."""

    id: SectionId
    level: Annotated[int, Field(ge=1)]
    marker: str | None
    heading: str
    span: SpanPair
    parent: SectionId | None
    rule: RuleId


class Action(_Item):
    """One thing to do: 健全完善 | 县领导联系重大项目制度."""

    verb: str
    object: str | None
    span: SpanPair
    rule: RuleId


class Cue(_Item):
    """A word that decided the kind or the modality of a task."""

    text: str
    span: SpanPair
    rule: RuleId


class Responsibility(_Item):
    """One owner of a task: an official or an organisation by id, in one role. JSON holds just the one that it is."""

    model_config = ConfigDict(json_schema_extra=_require_one_owner)

    official: OfficialId | None = Field(default=None, exclude_if=_absent)
    organisation: OrganisationId | None = Field(default=None, exclude_if=_absent)
    role: OwnerRole
    rule: RuleId

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.official is None) == (self.organisation is None):
            raise ValueError("an owner is either an official or an organisation")
        return self


class Task(_Item):
    """A unit that commits somebody to do or reach something; ``deadline`` is a time id."""

    id: TaskId
    text: str
    span: SpanPair
    kind: TaskKind
    marker: str | None
    parent: TaskId | None
    section: SectionId | None
    campaign: CampaignId | None
    actions: tuple[Action, ...]
    modality: Modality | None
    cues: tuple[Cue, ...]
    deadline: TimeId | None
    deadline_inherited: bool
    targets: tuple[TargetId, ...]
    issued_by: OfficialOrBody | None
    responsible: tuple[Responsibility, ...]
    confidence: Annotated[float, Field(ge=0, le=1)]
    rule: RuleId


class Canonical(_Item):
    """A target's value in base units: 162亿元 → 16200000000 CNY."""

    value: Number
    value_max: Number | None
    unit: str


class Target(_Item):
    """A quantity that somebody is held to, or that reports where things stand."""

    id: TargetId
    text: str
    span: SpanPair
    indicator: str
    scope: str | None
    comparator: Comparator
    value: Number | None
    value_max: Number | None
    unit: str | None
    canonical: Canonical | None
    kind: TargetKind
    direction: Direction | None
    reference: str | None
    whereof: TargetId | None
    status: TargetStatus
    modality: Modality | None
    deadline: TimeId | None
    deadline_inherited: bool
    rule: RuleId


class Time(_Item):
    """A time expression; ``anchor`` says what a relative one was resolved from: published, or a time or campaign id."""

    id: TimeId
    text: str
    span: SpanPair
    role: TimeRole
    start: EdtfDay | None
    end: EdtfDay | None
    precision: Precision | None
    year_offset: int | None
    duration: Duration | None
    basis: TimeBasis
    anchor: str | None
    rule: RuleId


class Post(_Item):
    """A standing post: 书记 of 县委, or the whole title with no organisation."""

    title: str
    organisation: str | None


class Mention(_Item):
    """One place where an official or an organisation is spoken of."""

    text: str
    span: SpanPair


class Official(_Item):
    """A person in public office, or the post alone; ``text`` and ``span`` are those of the first mention."""

    id: OfficialId
    text: str
    span: SpanPair
    name: str | None
    posts: tuple[Post, ...]
    collective: bool
    mentions: tuple[Mention, ...]
    roles: tuple[OfficialRole, ...]
    rule: RuleId


class Organisation(_Item):
    """A body that leads, answers for, implements, assists, supervises or issues."""

    id: OrganisationId
    text: str
    span: SpanPair
    name: str
    kind: OrganisationKind
    collective: bool
    mentions: tuple[Mention, ...]
    roles: tuple[OrganisationRole, ...]
    rule: RuleId


class Numeral(_Item):
    """What a number in the text was read as; ``ref`` is the target or time that holds it."""

    text: str
    span: SpanPair
    read_as: NumeralReading = Field(alias="as")
    ref: Annotated[str, StringConstraints(pattern=r"^[gt][0-9]+$")] | None
    rule: RuleId


class Edit(_Item):
    """One change that normalisation made to the source; a lone surrogate in ``before`` stands as its escape."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    span: SpanPair
    before: SourceText
    after: str
    certainty: Certainty
    rule: RuleId


class DocumentWarning(_Item):
    """Something a careful reader should know; ``span`` is null when it concerns the whole document."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$")]
    message: str
    span: SpanPair | None


class Document(_Item):
    """One announcement as the list of its commitments. Build it with `duban.extract`."""

    schema_version: Literal["1.0"]
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    source: Source
    provenance: Provenance
    clean_text: str
    title: Title | None
    published: Published | None
    jurisdiction: Jurisdiction | None
    outlet: str | None
    contributors: tuple[Contributor, ...]
    campaigns: tuple[Campaign, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    times: tuple[Time, ...]
    officials: tuple[Official, ...]
    organisations: tuple[Organisation, ...]
    numerals: tuple[Numeral, ...]
    edits: tuple[Edit, ...]
    warnings: tuple[DocumentWarning, ...]

    def to_json(self, *, indent: int | None = None) -> str:
        """The document as JSON: keys in contract order, Chinese as it is, one LF at the end.

        Without *indent* it is one line, so that documents written one after another are JSONL.
        """
        return self.model_dump_json(indent=indent) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote; ``Document.from_json(d.to_json()).to_json() == d.to_json()``, byte for byte."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ContractError(**_first_fault(error)) from None

    def _repr_html_(self) -> str:
        from duban.display import document_as_html  # a notebook needs it, the contract does not

        return document_as_html(self)


def _first_fault(error: ValidationError) -> dict[str, Any]:
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    more = error.error_count() - 1
    return {
        "where": f"document, {place}" if place else "document",
        "what": fault["msg"] + (f" (and {more} more)" if more else ""),
        "remedy": f"duban reads documents of contract version {SCHEMA_VERSION}; `duban schema` prints their shape.",
    }
