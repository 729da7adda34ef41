"""Templates keep to the content security policy and to the one frame."""

import re

import pytest

from tests.house.levels import files

FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"""(src|href)\s*=\s*["'](https?:)?//""", re.IGNORECASE),
    "an attribute htmx runs": re.compile(r"\shx-(on|vals=[\"']js|vars)", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = []
    for path in files("templates/**/*.html"):
        text = COMMENT.sub("", path.read_text("utf-8"))
        found += [f"{path}: {match.group(0)!r}" for match in FORBIDDEN[what].finditer(text)]

    assert found == []


def test_markup_drawn_in_python_holds_no_style_or_handler():
    found = []
    drawn = re.compile(r"""<[a-z]+[^>\n]*\s(style|on(click|change|submit|input|load))\s*=""")
    for path in files("**/*.py"):
        found += [f"{path}: {match.group(0)}" for match in drawn.finditer(path.read_text("utf-8"))]

    assert found == []
