"""Markdown to safe HTML: what people write is shown, what attackers write is inert, and neither takes long."""

import re
import time
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atrium.adapters.markdown import MAX_LENGTH, MarkdownTooLong, mentions, plain, render

ANA = UUID("0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10")
LINK = ' target="_blank" rel="noopener noreferrer nofollow"'


class Seen(HTMLParser):
    """What a browser would make of the HTML: elements and their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def assert_inert(markup: str) -> None:
    for tag, attributes in Seen(markup).elements:
        assert re.fullmatch(r"a|blockquote|br|code|em|h[1-6r]|li|ol|p|pre|s|span|strong|ul", tag), markup
        assert set(attributes) <= {"href", "title", "rel", "target", "start", "class", "data-member-id"}, markup
        assert re.match(r"(https?|mailto|tel):", attributes.get("href") or "https:", re.IGNORECASE), markup
        assert tag != "a" or "noopener" in (attributes.get("rel") or ""), markup
        assert attributes.get("class") in {None, "mention"}, markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("a **b** *c* ~~d~~ `e<f`", "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e&lt;f</code></p>\n"),
        ("# A\n\n3. x\n4. y", '<h1>A</h1>\n<ol start="3">\n<li>x</li>\n<li>y</li>\n</ol>\n'),
        ("[x](https://example.com/?a=1&b=2)", f'<p><a href="https://example.com/?a=1&amp;b=2"{LINK}>x</a></p>\n'),
        ("<mailto:ana@example.com>", f'<p><a href="mailto:ana@example.com"{LINK}>mailto:ana@example.com</a></p>\n'),
        (
            "![a *cat*](https://example.com/cat.png)",
            f'<p><a href="https://example.com/cat.png"{LINK}>a *cat*</a></p>\n',
        ),
        (
            "![](https://example.com/cat.png)",
            f'<p><a href="https://example.com/cat.png"{LINK}>https://example.com/cat.png</a></p>\n',
        ),
        (
            f"hi @[Ana *R*](member:{ANA})!",
            f'<p>hi <span class="mention" data-member-id="{ANA}">@Ana <em>R</em></span>!</p>\n',
        ),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"),
    ],
)
def test_what_people_write(text: str, markup: str) -> None:
    assert render(text) == markup


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/logout)",
    "[x](member:not-a-uuid)",
    "[x](member:0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10)",
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    '![x"onerror="alert(1)](https://a.example/"onerror="alert(1))',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    "```<b>\n</code></pre><script>alert(1)</script>\n```",
    "```js onload=alert(1)\nx\n```",
    '@["><img src=x onerror=alert(1)>](member:0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10)',
    "[a]: javascript:alert(1)\n\n[a]",
    "\x00<\x00script>alert(1)</script>",
    "\ud800",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_what_attackers_write_is_inert(text: str) -> None:
    assert_inert(render(text))


def test_control_the_checker_sees_what_it_looks_for() -> None:
    for markup in (
        "<script>x</script>",
        "<p onclick=x>",
        '<a href="javascript:x" rel="noopener">',
        '<a href="https://x">',
        '<span class="admin">',
        "<img src=x>",
    ):
        with pytest.raises(AssertionError):
            assert_inert(markup)


PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "[",
    "](",
    ")",
    "!",
    "@",
    "*",
    "_",
    "`",
    "~~",
    "\n",
    "\n\n",
    "    ",
    "#",
    "- ",
    "> ",
    "1. ",
    "\\",
    "|",
    ":",
    "javascript:",
    "https://a.b",
    "member:",
]
PIECES += [
    str(ANA),
    "script",
    "img src=x onerror=y",
    "<!--",
    "-->",
    "<![CDATA[",
    "x",
    "\x00",
    "&#x6a;",
    "&colon;",
    "data:",
    "<a href=",
    "</p>",
]


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
def test_any_mixture_is_inert(text: str) -> None:
    assert_inert(render(text))
    assert len(plain(text, 50)) <= 50


def test_mentions_are_found_once_in_order_and_not_in_code_or_behind_a_backslash() -> None:
    bob = uuid4()
    text = f"@[Bob](member:{bob}) and **@[Ana](member:{ANA})**\n\n- @[Bob](member:{bob})"
    assert mentions(text) == [bob, ANA]
    for none in (
        f"`@[A](member:{ANA})`",
        f"    @[A](member:{ANA})",
        f"[A](member:{ANA})",
        f"\\@\\[A](member:{ANA})",
        "@[A](member:1)",
        f"@[A](https://x/member:{ANA})",
        f"@![A](member:{ANA})",
    ):
        assert mentions(none) == [], none


@pytest.mark.parametrize(
    ("text", "limit", "excerpt"),
    [
        (
            (
                "# Title\n\nSome **bold** [link](https://x.example) ![cat](https://x.example/y)\n\n- a\n-"
                " b\n\n```\ncode\n```"
            ),
            100,
            "Title Some bold link cat a b code",
        ),
        (f"hi @[Ana](member:{ANA}), how\nare you?", 100, "hi @Ana, how are you?"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("onetwothree", 5, "onet…"),
        ("one", 0, "…"),
        ("", 10, ""),
        ("1 < 2 &amp; <b>x</b>", 50, "1 < 2 & <b>x</b>"),
    ],
)
def test_the_words_alone(text: str, limit: int, excerpt: str) -> None:
    assert plain(text, limit) == excerpt


HOSTILE = {
    "brackets": "[",
    "links": "[](",
    "pictures": "![",
    "emphasis": "*a **b _c ",
    "closing emphasis": "a* b** c_ ",
    "quotes": ">",
    "quotes and lists": "> - 1. ",
    "lists": "- ",
    "angles": "<a ",
    "comments": "<!--",
    "autolinks": "<http://",
    "titles": "[a](b '",
    "parentheses": "[a]((",
    "strikes": "~~a ~",
    "backslashes": "\\",
    "entities": "&amp",
    "rows": "a|b\n-|-\n",
    "references": "[a]: /x\n",
    "uses": "[a][a] ",
    "mentions": f"@[a](member:{ANA}) ",
}


@pytest.mark.parametrize("name", [*HOSTILE, "fences", "staircase"])
def test_hostile_text_takes_time_in_proportion_to_its_length(name: str) -> None:
    if name == "fences":
        text = "".join("`" * width + " " for width in range(1, 310))
    elif name == "staircase":
        text = "".join(" " * (2 * depth) + "- a\n" for depth in range(220))
    else:
        text = HOSTILE[name] * (MAX_LENGTH // len(HOSTILE[name]))

    def seconds(part: str) -> float:
        started = time.thread_time()
        markup = render(part)
        assert len(markup) < 20 * len(part) + 1000
        return time.thread_time() - started

    quarter, whole = min(seconds(text[: len(text) // 4]) for _ in range(2)), min(seconds(text) for _ in range(2))
    assert whole < 3
    assert whole < 9 * quarter + 0.2, "four times the text may take four times as long; the square would be sixteen"


def test_longer_text_is_refused() -> None:
    for use in (render, mentions, lambda text: plain(text, 10)):
        with pytest.raises(MarkdownTooLong):
            use("x" * (MAX_LENGTH + 1))
