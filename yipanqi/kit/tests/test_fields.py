"""One form field as every form draws it: label, help, error, and ids that belong together."""

import re

from django import forms
from django.template import Context, Template


class Admission(forms.Form):
    joined_on = forms.DateField(label="入党日期", help_text="2026-11-9 也行")
    remark = forms.CharField(label="备注", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="已告知本人", required=False)


def drawn(form, name: str, words: str = "") -> str:
    html = Template(f"{{% field form.{name} {words} %}}").render(Context({"form": form}))
    return re.sub(r"\s+", " ", html)


def test_what_the_control_is_described_by_exists():
    html = drawn(Admission({"joined_on": "没有"}), "joined_on")

    named = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
    assert named == ["id_joined_on_helptext", "id_joined_on_error"]
    assert all(f'id="{name}"' in html for name in named)
    assert 'aria-invalid="true"' in html


def test_help_left_out_is_not_described_either():
    html = drawn(Admission(), "joined_on", 'help=""')

    assert "helptext" not in html


def test_only_what_may_stay_empty_says_so():
    form = Admission()

    assert ["（可不填）" in drawn(form, name) for name in ("joined_on", "remark", "kind")] == [False, True, False]


def test_a_choice_of_few_is_a_group_with_a_legend():
    html = drawn(Admission(), "kind")

    assert "<legend>类别</legend>" in html
    assert re.findall(r'<label class="choice" for="(\w+)">', html) == ["id_kind_0", "id_kind_1"]


def test_a_tick_box_stands_before_its_words():
    html = drawn(Admission(), "told")

    assert re.search(r'<label class="choice" for="id_told"><input[^>]*><span>已告知本人', html)


def test_a_filled_in_value_says_where_it_comes_from():
    html = drawn(Admission(initial={"remark": "甲"}), "remark", 'source="来自花名册"')

    assert '<small class="source">来自花名册</small>' in html
