"""The pages in docs/algorithms show what the code does: their examples run, and every public function is listed."""

import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_examples_on_the_page_come_out_as_printed(page: Path) -> None:
    failures, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert failures == 0


def test_every_listed_function_exists_with_the_listed_arguments() -> None:
    """`name(argument, ...)` under a `### module` heading of README.md, or `module.name(...)` anywhere in its tables."""
    readme = (PAGES / "README.md").read_text(encoding="utf-8")
    wrong = []
    for heading, section in re.findall(r"^### (.+)\n((?:(?!^##).*\n)*)", readme, re.M):
        for qualified, listed in re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)\(([^`]*)\)`", section):
            module, _, name = qualified.rpartition(".")
            function = getattr(import_module(f"evaluation.{module or heading}"), name)
            known = list(inspect.signature(function).parameters)
            given = [part.split("=")[0].strip() for part in listed.split(", ") if part.strip(" .")]
            if given != known[: len(given)] or (len(given) < len(known) and "..." not in listed):
                wrong.append(f"{qualified}: listed {given}, takes {known}")

    assert wrong == []
