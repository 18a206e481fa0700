"""Read posts: 「省委副书记、省长」 → 副书记 of 省委; 省长.

A post is a body, a rank word, and what modifies the rank (副, 常务副, 代). The rank words are
`lexicons/posts.tsv`, the words that bodies end in `lexicons/body_suffixes.tsv`. Whether a post is a public
office depends on both: a 党委书记 is one, a company's 党委书记 is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from duban.lexicon import Lexicons
from duban.mentions.transliterations import Transliterations

OUTSIDE_BRACKETS = "(?![^（、]{0,4}）)(?![^（、]{0,4}、[^（、]{0,4}）)"
POST_JOIN_RE = re.compile(rf"、{OUTSIDE_BRACKETS}|兼任|兼")
ITEM_JOIN_RE = re.compile(rf"、{OUTSIDE_BRACKETS}")
MODIFIER = "(?:[一二三四]级|第一|常务|执行|专职)?(?:副|代理|代)?"
MODIFIER_RE = re.compile(f"^{MODIFIER}")
FORMER_RE = re.compile(r"(?:时任|现任|前任|新任|已故|原|前)(?![进锋郭山海湾哨屯程平阳州苏])")
COUNTED_RE = r"落实(?!单位)|组织(?!部|$)|[一二两三四五六七八九十几多\d]名|^名|^个"
QUALIFIER_RE = re.compile(r"各?(?:有关|相关)|^以")
INNER_BODIES = frozenset({"党委", "党组", "党支部", "支部", "党总支", "工会", "董事会", "董事局", "监事会", "班子"})
EMPLOYED = frozenset(
    {"教授", "研究员", "院士", "专家", "博士", "工程师", "记者", "经理", "董事长", "总经理", "老板", "船长", "机长"}
)
NEEDS_BODY = frozenset({"组长", "秘书", "干事", "代办"})
LEADERS_OF_RE = re.compile(r"[省市县区州盟旗镇乡村委府部局厅门位级组班地子]$")


class Post(NamedTuple):
    """A post: 副主任 of 国家水利委. `organisation + title` is the post as written, body first."""

    title: str
    organisation: str | None

    @property
    def text(self) -> str:
        """Body and title in one."""
        return (self.organisation or "") + self.title


@dataclass(frozen=True)
class PostGrammar:
    """The grammar of one post, compiled once per lexicons."""

    post: re.Pattern[str]
    boundaries: re.Pattern[str]
    suffixes: Mapping[str, str]
    inside_private: re.Pattern[str]
    private_ranks: frozenset[str]
    office_ranks: frozenset[str]
    foreign_ranks: frozenset[str]
    sounds: Transliterations
    anchors: tuple[str, ...]

    @classmethod
    def of(cls, lexicons: Lexicons) -> "PostGrammar":
        """The grammar for these lexicons."""
        return lexicons.cached("post grammar", cls._build)

    @classmethod
    def _build(cls, lexicons: Lexicons) -> "PostGrammar":
        ranks = lexicons.alternation("posts")
        private = lexicons.alternation("body_suffixes", key="kind", value="private")
        kinds = {entry.form: entry["kind"] for entry in lexicons.entries("posts")}
        inner = "党委|党组|党支部|支部|党总支|工会|董事会|董事局|监事会"
        return cls(
            post=re.compile(rf"(?P<body>.*?)(?P<title>{MODIFIER}(?:{ranks})(?:候选人|提名人选)?)"),
            boundaries=re.compile(lexicons.alternation("post_boundaries") + "|" + COUNTED_RE),
            suffixes={entry.form: entry["kind"] for entry in lexicons.entries("body_suffixes")},
            inside_private=re.compile(rf"(?:{private})(?:{inner})$|(?:{private}).*(?:分公司|区|科|部)$|井$"),
            private_ranks=frozenset(form for form, kind in kinds.items() if kind in ("company", "expert")),
            office_ranks=frozenset(form for form, kind in kinds.items() if kind in ("office", "foreign")),
            foreign_ranks=frozenset(form for form, kind in kinds.items() if kind == "foreign"),
            sounds=Transliterations.of(lexicons),
            anchors=tuple(form for form, kind in kinds.items() if kind != "expert"),
        )

    def read_chain(self, surface: str, offset: int) -> tuple[tuple[Post, ...], int]:
        """The posts of 省委副书记、省长, and the offset where the first of them begins."""
        posts = []
        begin = offset
        for number, piece in enumerate(POST_JOIN_RE.split(surface)):
            match = self.post.fullmatch(piece)
            if not match:
                continue
            body, at = self.trim(match["body"], offset)
            begin = at if number == 0 else begin
            posts.append(Post(match["title"], body or None))
        return tuple(posts), begin

    def read_items(self, surface: str, offset: int) -> tuple[list[str], int]:
        """The bodies of 安泽县、浮山县(负责同志), and the offset where the first begins."""
        items, start = self.trim(surface, offset)
        return [QUALIFIER_RE.sub("", part) for part in ITEM_JOIN_RE.split(items)], start

    def trim(self, body: str, offset: int) -> tuple[str, int]:
        """Cut what stands before the body: 责令安泽县人民政府 → 安泽县人民政府."""
        cut = max((match.end() for match in self.boundaries.finditer(body)), default=0)
        former = FORMER_RE.match(body, cut)
        cut = former.end() if former else cut
        return body[cut:], offset + cut

    def is_abroad(self, posts: tuple[Post, ...]) -> bool:
        """True if one of the posts is of another state or of a body of states."""
        return any(self.sounds.is_abroad(post.organisation) or post.title in self.foreign_ranks for post in posts)

    def _is_private(self, body: str) -> bool:
        """By the longest last word that is known: 商业银行 is private, 人民银行 is not."""
        last = next((body[at:] for at in range(len(body)) if body[at:] in self.suffixes), None)
        return (last is not None and self.suffixes[last] == "private") or self.inside_private.search(body) is not None

    def is_public(self, posts: tuple[Post, ...]) -> bool:
        """True if at least one post is a public office; a bare post of a chain belongs to the body before it."""
        private_before = False
        for post in posts:
            title = MODIFIER_RE.sub("", post.title)
            if post.organisation and post.organisation not in INNER_BODIES:
                private_before = self._is_private(post.organisation)
            placed = post.organisation is not None or title not in NEEDS_BODY
            if self.sounds.is_abroad(post.organisation) and title not in EMPLOYED:
                return True
            if title not in self.private_ranks and not private_before and placed:
                return True
        return False
