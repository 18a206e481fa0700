"""A day of publication as sources write it → EDTF."""

import re

from duban.vocabulary import is_edtf

DATE_RE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d))?|"
    r"(?P<month2>0[1-9]|1[0-2])(?P<day2>0[1-9]|[12]\d|3[01]))?(?!\d)"
)


def to_edtf(written: str) -> str | None:
    """The date at the head of *written*; None if there is none.

    >>> to_edtf("2020/10/9 08:30"), to_edtf("2021年3月"), to_edtf("20210305"), to_edtf("昨天")
    ('2020-10-09', '2021-03', '2021-03-05', None)
    """
    found = DATE_RE.match(written.strip())
    if not found:
        return None
    parts = [found["year"], found["month"] or found["month2"], found["day"] or found["day2"]]
    date = "-".join(part.zfill(2) for part in parts if part)
    return date if is_edtf(date) else None
