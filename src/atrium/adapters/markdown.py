"""Markdown as people write it in notes, to HTML that is safe to show: CommonMark with strikethrough, then an
allow-list.

Three layers, each enough alone: raw HTML is not parsed, links with other schemes are not made, and the result passes a
sanitiser. Pictures become links to themselves: showing one would tell its server who reads the note and when. Tables
are left out, because a small text can ask for a huge one.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from atrium.kernel.errors import Invalid

MAX_LENGTH = 50_000

_MENTION = re.compile(r"member:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "ul",
}
_SCHEMES = {"http", "https", "mailto", "tel"}


class MarkdownTooLong(Invalid):
    code, title = "markdown-too-long", "The text is too long"


def _make_mentions(state: StateCore) -> None:
    """Turn ``@`` and a link to ``member:<uuid>`` into a mention, so that code and escaped text contain none."""
    for block in state.tokens:
        tokens = block.children or []
        for position, token in enumerate(tokens):
            if token.type != "link_open" or not position:
                continue
            before, target = tokens[position - 1], _MENTION.fullmatch(str(token.attrGet("href") or ""))
            if target is None or before.type != "text" or not before.content.endswith("@"):
                continue
            closing = next(later for later in tokens[position:] if later.type == "link_close")
            before.content = before.content[:-1]
            token.meta = {"member_id": target[1]}
            token.type, closing.type, closing.tag = "mention_open", "mention_close", "span"


def _picture_as_link(
    _: RendererHTML, tokens: Sequence[Token], position: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[position]
    source = str(token.attrGet("src") or "")
    return f'<a href="{escape(source)}">{escape(token.content or source)}</a>'


def _mention_start(
    _: RendererHTML, tokens: Sequence[Token], position: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f'<span class="mention" data-member-id="{tokens[position].meta["member_id"]}">@'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    parser.core.ruler.push("mentions", _make_mentions)
    parser.add_render_rule("image", _picture_as_link)
    parser.add_render_rule("mention_open", _mention_start)
    return parser


_PARSER = _parser()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "span": {"class", "data-member-id"}},
    tag_attribute_values={},
    allowed_classes={},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes=_SCHEMES,
    url_relative="deny",
)


def render(text: str) -> str:
    """Safe HTML; raises `MarkdownTooLong` above `MAX_LENGTH` characters.

    Links lead only to http, https, mailto and tel. A mention is ``<span class="mention"
    data-member-id="…">@Name</span>``: the name is the writer's, so whoever shows it should put the member's present
    name in its place.
    """
    return _CLEANER.clean(_PARSER.renderer.render(_parse(text), _PARSER.options, {}))


def plain(text: str, limit: int) -> str:
    """The words alone on one line, cut at a word to at most ``limit`` characters and then ending in ``…``. For excerpts
    and search."""
    words = " ".join("".join(_words(_parse(text))).split())
    if len(words) <= limit:
        return words
    cut = words[: max(limit - 1, 0)]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip() + "…"


def escaped(text: str) -> str:
    """The text as Markdown that shows exactly it, whatever stands in it."""
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def mentions(text: str) -> list[UUID]:
    """The members mentioned as ``@[Name](member:<uuid>)``, each once, in order."""
    found = (
        UUID(token.meta["member_id"])
        for block in _parse(text)
        for token in block.children or []
        if token.type == "mention_open"
    )
    return list(dict.fromkeys(found))


def _parse(text: str) -> list[Token]:
    if len(text) > MAX_LENGTH:
        raise MarkdownTooLong(f"The text may have at most {MAX_LENGTH} characters.")
    # A lone surrogate is no character, and no page could carry it.
    return _PARSER.parse(text.encode("utf-8", "replace").decode())


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline", "image"}:
            yield token.content
        elif token.type in {"fence", "code_block"}:
            yield f"{token.content} "
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.type == "mention_open":
            yield "@"
        elif token.children:
            yield from _words(token.children)
            yield " "
