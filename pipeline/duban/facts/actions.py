"""Find what is to be done in a clause: its verb and its object.

    健全完善县领导联系重大项目制度   →   健全完善 | 县领导联系重大项目制度
    确保完成固定资产投资162亿元      →   确保完成 | 固定资产投资162亿元

Verbs that stand together at the head of the clause are one verb. The object is the rest of the clause as it
stands; None where nothing follows.
"""

import re
from typing import NamedTuple

from duban.facts.clauses import Clause, ClauseHeads
from duban.spans import Span

LONGEST_VERB_CHAIN = 3
END_RE = re.compile(r"[，,。；;！？!?\s]+$")


class Action(NamedTuple):
    """One thing to do; `span` covers verb and object in the clean text."""

    verb: str
    object: str | None
    span: Span
    rule: str


def find_action(text: str, clause: Clause, heads: ClauseHeads) -> Action | None:
    """The action of an acting clause; None for any other."""
    if clause.verb is None or clause.kind not in {"act", "outcome"}:
        return None
    start, at = clause.verb.start, clause.verb.end
    end = clause.span.start + len(END_RE.sub("", clause.text))
    for _ in range(LONGEST_VERB_CHAIN - 1):
        following = heads.verb_at(text[:end], at)
        if following is None or len(following[0]) < 2 or at + len(following[0]) >= end:
            break
        at += len(following[0])
    return Action(text[start:at], text[at:end] or None, Span(start, max(at, end)), f"actions.{clause.kind}")
