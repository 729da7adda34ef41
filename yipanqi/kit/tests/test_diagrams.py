"""The diagrams in the docs are the arrows in the code."""

from django.conf import settings

from yipanqi.kit.diagrams import document


def test_the_docs_draw_every_life_cycle_as_it_is():
    written = (settings.BASE_DIR / "docs" / "lifecycles.md").read_text("utf-8")

    assert written == document(), "run: python3 run.py manage draw_lifecycles"
