"""The closed vocabularies of the contract and the forms of its ids, dates and numbers."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

SCHEMA_VERSION = "1.0"

EDTF_PATTERN = r"^(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:-(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?)?$"
DAY_PATTERN = r"^(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)-(?:0[1-9]|1[0-2]|XX)-(?:0[1-9]|[12][0-9]|3[01]|XX)$"
_SURROGATE_RE = re.compile("[\ud800-\udfff]")
_CLOCK = r"T(?:[0-9]+(?:\.[0-9]+)?[HMS])+"
DURATION_PATTERN = rf"^P(?:(?:[0-9]+(?:\.[0-9]+)?[YMWD])+(?:{_CLOCK})?|{_CLOCK})$"


def _json_number(number: Decimal) -> int | float:
    whole = int(number)
    return whole if whole == number else float(number)


def is_edtf(text: str) -> bool:
    """True if *text* is a date of the contract (ISO 8601-2, unknown digits X) that the calendar has.

    >>> is_edtf("2020-10"), is_edtf("XXXX-12-31"), is_edtf("2021-02-29")
    (True, True, False)
    """
    if not re.match(EDTF_PATTERN, text) or text.endswith("\n"):
        return False
    if "X" in text or len(text) < len("2020-10-09"):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def escape_surrogates(text: str) -> str:
    """Lone surrogates as their escapes, because no UTF-8 file can hold them; any other text as it is."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if _SURROGATE_RE.search(text) else text


SourceText = Annotated[str, AfterValidator(escape_surrogates)]
Number = Annotated[
    Decimal, PlainSerializer(_json_number, when_used="json"), WithJsonSchema({"type": "number"}, mode="serialization")
]
Edtf = Annotated[str, StringConstraints(pattern=EDTF_PATTERN)]
EdtfDay = Annotated[str, StringConstraints(pattern=DAY_PATTERN)]
Duration = Annotated[str, StringConstraints(pattern=DURATION_PATTERN)]
RuleId = Annotated[str, StringConstraints(min_length=1)]
Offset = Annotated[int, Field(ge=0)]
OfficialOrBody = Annotated[str, StringConstraints(pattern=r"^[ob][0-9]+$")]
TaskId = Annotated[str, StringConstraints(pattern=r"^k[0-9]+$")]
TargetId = Annotated[str, StringConstraints(pattern=r"^g[0-9]+$")]
TimeId = Annotated[str, StringConstraints(pattern=r"^t[0-9]+$")]
OfficialId = Annotated[str, StringConstraints(pattern=r"^o[0-9]+$")]
OrganisationId = Annotated[str, StringConstraints(pattern=r"^b[0-9]+$")]
CampaignId = Annotated[str, StringConstraints(pattern=r"^c[0-9]+$")]
SectionId = Annotated[str, StringConstraints(pattern=r"^s[0-9]+$")]

Basis = Literal["given", "metadata", "dateline", "inferred"]
GovernmentLevel = Literal["national", "province", "prefecture", "county", "township"]
ContributorRole = Literal["reporter", "photographer", "editor"]
TaskKind = Literal["action", "outcome", "exhortation"]
Modality = Literal["binding", "aspirational", "planned"]
OwnerRole = Literal["lead", "responsible", "implementing", "assisting", "supervising"]
OrganisationRole = Literal["lead", "responsible", "implementing", "assisting", "supervising", "issuing"]
OfficialRole = Literal["speaker", "presider", "lead", "responsible", "attendee", "cited"]
OrganisationKind = Literal["party", "government", "department", "enterprise", "working_group", "other"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
TargetKind = Literal["level", "change", "share", "progress", "rank", "multiple", "coverage", "relative"]
Direction = Literal["up", "down"]
TargetStatus = Literal["target", "actual"]
TimeRole = Literal["deadline", "period", "event", "reference"]
Precision = Literal["day", "month", "quarter", "half", "year", "plan"]
TimeBasis = Literal["explicit", "relative", "unresolved"]
NumeralReading = Literal["target", "scope", "time", "ordinal", "marker", "name", "count", "quantity", "other"]
Certainty = Literal["certain", "inferred"]
