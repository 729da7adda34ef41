"""The look stays small, whole and readable: sizes, names that exist, contrast of every pair the guide allows."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[1]
HOUSE = WEB.parent
CSS = WEB / "static" / "css"
MOST_BYTES = 50_000  # what one page loads, as it stands in the files: with comments and white space, uncompressed
MOST_IN_ALL = 66_500  # all files together; who adds a thing finds what it shares with others first
ALWAYS = re.compile(r"css/(\w+)\.css")
STYLES = re.compile(r"{%\s*styles\s+([^%]+)%}")
CLASSES = re.compile(r'\bclass="([^"]*)"')
ICONS = re.compile(r"""(?:{%\s*icon|\bicon\()\s*"([\w-]+)\"""")
UNSTYLED = {"htmx-request"}


def templates() -> list[Path]:
    return sorted(HOUSE.glob("*/templates/**/*.html"))


def sheets_of_every_page() -> set[str]:
    frame = (WEB / "templates" / "document.html").read_text() + (WEB / "templates" / "base.html").read_text()
    return set(ALWAYS.findall(frame))


def bytes_of(name: str) -> int:
    return (CSS / f"{name}.css").stat().st_size


def test_no_page_loads_more_than_the_budget():
    always = sheets_of_every_page()
    own = {path: re.findall(r"\w+", names) for path in templates() for names in STYLES.findall(path.read_text())}

    sizes = {
        str(path.relative_to(HOUSE)): sum(bytes_of(name) for name in always | set(names)) for path, names in own.items()
    }

    assert len(always) > 6
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_all_sheets_together_stay_within_their_budget():
    assert sum(bytes_of(path.stem) for path in CSS.glob("*.css")) <= MOST_IN_ALL


def test_every_class_in_a_template_is_styled():
    styled = set(re.findall(r"\.([a-z][\w-]*)", "".join(path.read_text() for path in CSS.glob("*.css"))))
    unknown = {
        (str(path.relative_to(HOUSE)), name)
        for path in templates()
        for names in CLASSES.findall(re.sub(r"{[%{].*?[%}]}", " ", path.read_text()))
        for name in names.split()
        if name not in styled | UNSTYLED and not name.endswith("-")  # the rest of such a name comes from a variable
    }

    assert unknown == set()


def test_every_icon_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "static" / "icons" / "icons.svg").read_text()))
    sources = [*templates(), *HOUSE.glob("**/*.py")]
    asked = {name for path in sources if "/tests/" not in str(path) for name in ICONS.findall(path.read_text())}

    assert len(asked) > 20
    assert asked - drawn == set()


def test_colours_stand_in_the_tokens_only():
    elsewhere = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"url\([^)]*\)", "", path.read_text()))
        for path in CSS.glob("*.css")
        if path.name not in ("tokens.css", "dark.css", "print.css")
    }

    assert {colour for colours in elsewhere.values() for colour in colours} <= {"#fff"}  # on the seal, behind a QR code


TEXT = 4.5
EDGE = 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in ("surface", "bg", "sunken")],
    *[(hue, ground, TEXT) for hue in ("party", "biz", "weave") for ground in ("surface", f"{hue}-soft")],
    *[(state, ground, TEXT) for state in ("ok", "warn", "bad") for ground in ("surface", f"{state}-soft")],
    *[("link", ground, TEXT) for ground in ("surface", "bg")],
    ("on-action", "action", TEXT),
    ("surface", "ink", TEXT),
    ("ink", "weave-soft", TEXT),
    ("ink-2", "weave-soft", TEXT),
    ("control", "surface", EDGE),
    ("focus", "surface", EDGE),
    ("focus", "bg", EDGE),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(theme):
    colours = tokens("tokens.css") | (tokens("dark.css") if theme == "dark" else {})

    weak = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }

    assert weak == {}


def tokens(name: str) -> dict[str, str]:
    """Colour tokens of a file's first rule, without the one for high contrast."""
    return dict(re.findall(r"--c-([\w-]+): (#[0-9A-F]{6})", (CSS / name).read_text().split("@media")[0]))


def contrast(front: str, back: str) -> float:
    """WCAG 2.2, definition of contrast ratio."""
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
