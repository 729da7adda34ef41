"""Near-duplicate minutes: exact resemblance, candidates that are not missed, and texts with nothing in them."""

import numpy as np
import pytest

from evaluation import text
from evaluation.errors import EvaluationError, ValueRangeError
from evaluation.tests.published import case

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def minutes() -> dict[str, str]:
    columns = case("minhash-minutes").columns
    return dict(zip(columns.labels("doc"), columns.labels("text"), strict=True))


def test_resemblance_reproduces_the_four_minutes() -> None:
    """minhash-minutes: Broder (1997), On the resemblance and containment of documents; synthetic minutes."""
    pairs = case("minhash-minutes").expected["pairs"]
    texts = minutes()

    found = [
        (text.jaccard(texts[p["a"]], texts[p["b"]]), text.containment(texts[p["a"]], texts[p["b"]])) for p in pairs
    ]

    assert found == [(pytest.approx(p["jaccard"], abs=1e-12), pytest.approx(p["containment"])) for p in pairs]


def test_only_the_copied_minutes_are_flagged() -> None:
    """minhash-minutes: at the threshold 0.8 only M1 and M2."""
    texts = minutes()

    found = text.near_duplicates(list(texts.values()), 0.8)

    assert found == [(0, 1, text.jaccard(texts["M1"], texts["M2"]))]


def test_signatures_estimate_the_resemblance_within_three_deviations() -> None:
    """minhash-minutes: 128 permutations, bound 0.14."""
    texts = minutes()
    for pair in case("minhash-minutes").expected["pairs"]:
        left, right = (text.signature(text.shingles(texts[pair[side]])) for side in ("a", "b"))
        assert abs((left == right).mean() - pair["jaccard"]) <= case("minhash-minutes").tolerance["minhash"]


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.95])
def test_no_pair_is_missed_among_many_texts(threshold: float) -> None:
    random = np.random.RandomState(int(100 * threshold))
    texts = []
    for _ in range(60):
        original = random.choice(HAN, 120)
        copy = np.where(
            random.random_sample(120) < random.choice([0.0, 0.02, 0.1, 0.2]), random.choice(HAN, 120), original
        )
        texts += ["".join(original), "".join(copy)]
    exact = [
        (i, j, resemblance)
        for i in range(len(texts))
        for j in range(i + 1, len(texts))
        if (resemblance := text.jaccard(texts[i], texts[j])) >= threshold
    ]

    assert text.near_duplicates(texts, threshold) == exact
    assert len(exact) >= 10


def test_punctuation_spaces_and_full_width_forms_do_not_matter() -> None:
    assert text.jaccard("党员大会,2026年第3次。", "党员大会 ２０２６年第３次!") == 1.0


def test_a_text_shorter_than_a_shingle_is_compared_as_a_whole() -> None:
    assert (text.jaccard("会议", "会议"), text.jaccard("会议", "会场")) == (1.0, 0.0)


def test_texts_without_any_character_resemble_nothing() -> None:
    assert text.jaccard("", "。,!") == 0.0
    assert text.near_duplicates(["", "", "会议记录", "会议记录"], 0.5) == [(2, 3, 1.0)]
    assert text.near_duplicates([], 0.5) == []


def test_a_quotation_everybody_must_copy_is_taken_out() -> None:
    quoted = "深入学习贯彻条例精神扎实推进支部建设"
    first, second = f"会上学习:{quoted}。讨论通关", f"会上学习:{quoted}。研究稽查"

    plain = [text.without_quotations(one, [quoted]) for one in (first, second)]

    assert text.jaccard(first, second) > 0.7 > 0.3 > text.jaccard(*plain)


def test_a_pair_exactly_at_the_threshold_is_found_whatever_rounding_does() -> None:
    """0.55 times 20 is a little more than 11 in floats; 11 of 20 is 0.55 all the same."""
    letters = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"

    assert text.near_duplicates([letters, letters[:11]], 0.55, shingle=1) == [(0, 1, 0.55)]


def test_the_zero_of_a_written_year_counts() -> None:
    assert text.shingles("二〇二四年") == {"二〇二", "〇二四", "二四年"}
    assert text.jaccard("二〇二〇年", "二〇二四年") < 1


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(EvaluationError) as refusal:
        text.near_duplicates(["党课", None], 0.8)  # type: ignore[list-item]
    assert refusal.value.code == "not-text"


@pytest.mark.parametrize("threshold", [0, -1, 1.5, float("nan")])
def test_a_threshold_outside_zero_to_one_is_refused(threshold: float) -> None:
    with pytest.raises(ValueRangeError):
        text.near_duplicates(["一", "二"], threshold)


def test_a_shingle_of_no_characters_is_refused() -> None:
    with pytest.raises(ValueRangeError):
        text.jaccard("一", "二", shingle=0)
