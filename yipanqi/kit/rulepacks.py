"""Rule packs: dated, sourced values from regulations, read from YAML once and checked in full. No code, no expressions.

    rules/<pack>/rules.yaml      instruments, rules, worked examples

A rule has one of a closed set of kinds; what a kind means stands in ``Rule.holds``. Where a regulation's article or
number has not been checked against the text, the citation says so.
"""

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from yipanqi.kit.clock import add_months

BASES = {
    "statutory": "条例规定",
    "superior_rule": "上级规定",
    "common_practice": "通常做法",
    "local_option": "本关约定",
}
CONFIDENCES = ("V", "V2", "C", "D", "M")  # read, seen in a secondary source, computed, derived, from memory
CITABLE = ("V", "V2")
KINDS = {
    "at_most": "a number is no larger than value",
    "at_least": "a number is no smaller than value",
    "ends_later": "a day lies more than value months ahead (0: has not come yet)",
    "lasts_at_most": "what began on a day has lasted no longer than value months",
    "waits_at_least": "a day comes no sooner than value months after the one given (0: not before it)",
    "present": "the thing is there",
}


class RulePackError(ValueError):
    """A pack that cannot be trusted: names the pack, the rule and what is wrong."""


@dataclass(frozen=True)
class Instrument:
    """A regulation. ``short`` is how a page cites it."""

    key: str
    title: str
    short: str
    issuer: str
    effective_from: date
    confidence: str


@dataclass(frozen=True)
class Rule:
    """One value with its source. ``value`` is a count or a number of months, None for ``present``."""

    key: str
    kind: str
    says: str
    value: int | None
    unit: str
    basis: str
    confidence: str
    instrument: Instrument | None
    article: int | None
    article_confidence: str
    effective_from: date
    effective_to: date | None
    named: str
    examples: tuple[Mapping[str, Any], ...] = field(repr=False)

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    @property
    def amount(self) -> int:
        return self.value or 0

    def holds(self, given: int | date | bool, seen_from: date | None = None) -> bool:
        """Whether the rule is met by a count, by a day as seen from another day, or by a thing being there."""
        if isinstance(given, date):
            assert seen_from is not None
            if self.kind == "ends_later":
                return given > add_months(seen_from, self.amount)
            if self.kind == "waits_at_least":
                return seen_from >= add_months(given, self.amount)
            return seen_from <= self.limit(given)
        if self.kind == "present":
            return bool(given)
        assert self.value is not None
        return given <= self.value if self.kind == "at_most" else given >= self.value

    def limit(self, began: date) -> date:
        """The last day on which something that began on a day is still within the rule."""
        return add_months(began, self.amount)

    @property
    def is_checked(self) -> bool:
        """Whether rule and article may be cited without a mark."""
        return self.confidence in CITABLE and (self.article is None or self.article_confidence in CITABLE)

    @property
    def citation(self) -> str:
        """``选举条例第 3 条``; for a practice without an article, the name of the practice."""
        if self.instrument is None:
            return self.named or BASES[self.basis]
        return f"{self.instrument.short}第 {self.article} 条" if self.article else self.instrument.short

    @property
    def in_full(self) -> str:
        """Title, article and content, as a tooltip or a footnote."""
        mark = "" if self.is_checked else "（条号待核）" if self.confidence in CITABLE else "（内容待核）"
        if self.instrument is None:
            return f"{self.citation}：{self.says}"
        article = f"第 {self.article} 条" if self.article else ""
        return f"《{self.instrument.title}》{article}{mark}：{self.says}"


@dataclass(frozen=True)
class RulePack:
    """The rules of one folder; ``digest`` names exactly this content."""

    name: str
    title: str
    version: str
    digest: str
    rules: Mapping[str, Rule]

    def __getitem__(self, key: str) -> Rule:
        return self.rules[key]


@cache
def load(name: str) -> RulePack:
    """Read ``rules/<name>/rules.yaml``; raises RulePackError for anything missing, unknown or misspelt."""
    path = Path(settings.BASE_DIR) / "rules" / name / "rules.yaml"
    return parse(name, yaml.safe_load(path.read_text("utf-8")))


def parse(name: str, text: Mapping[str, Any]) -> RulePack:
    canonical = json.dumps(text, sort_keys=True, ensure_ascii=False, default=str)
    instruments = {key: _instrument(name, key, given) for key, given in text["instruments"].items()}
    rules: dict[str, Rule] = {}
    for given in text["rules"]:
        rule = _rule(name, given, instruments)
        if rule.key in rules:
            raise RulePackError(f"{name}: {rule.key} stands there twice")
        rules[rule.key] = rule
    return RulePack(name, text["title"], str(text["version"]), hashlib.sha256(canonical.encode()).hexdigest(), rules)


def _instrument(pack: str, key: str, given: Mapping[str, Any]) -> Instrument:
    _only(pack, key, given, {"title", "short", "issuer", "effective_from", "confidence"})
    _one_of(pack, key, "confidence", given["confidence"], CONFIDENCES)
    return Instrument(key=key, **given)


def _rule(pack: str, given: Mapping[str, Any], instruments: Mapping[str, Instrument]) -> Rule:
    key = given.get("key", "?")
    needed = {"key", "kind", "says", "basis", "confidence", "effective_from", "examples"}
    optional = {"value", "unit", "instrument", "article", "article_confidence", "effective_to", "named"}
    _only(pack, key, given, needed, optional)
    _one_of(pack, key, "kind", given["kind"], KINDS)
    _one_of(pack, key, "basis", given["basis"], BASES)
    _one_of(pack, key, "confidence", given["confidence"], CONFIDENCES)
    if "article" in given:
        _one_of(pack, key, "article_confidence", given.get("article_confidence"), CONFIDENCES)
    if "instrument" in given:
        _one_of(pack, key, "instrument", given["instrument"], instruments)
    if given["basis"] == "statutory" and "instrument" not in given:
        raise RulePackError(f"{pack}: {key} is statutory and names no instrument")
    if (given["kind"] == "present") != (given.get("value") is None):
        raise RulePackError(f"{pack}: {key} of kind {given['kind']} has value {given.get('value')!r}")
    rule = Rule(
        **{"value": None, "unit": "", "article": None, "article_confidence": "", "effective_to": None, "named": "",
           **given, "instrument": instruments.get(given.get("instrument", "")), "examples": tuple(given["examples"])}
    )  # fmt: skip
    _check_examples(pack, rule)
    return rule


def _check_examples(pack: str, rule: Rule) -> None:
    """The worked examples are part of the pack: one that comes out otherwise spoils it."""
    for example in rule.examples:
        if rule.holds(example["given"], example.get("seen_from")) is not example["holds"]:
            raise RulePackError(f"{pack}: {rule.key} does not come out as its example {dict(example)}")


def _only(pack: str, key: str, given: Mapping[str, Any], needed: set[str], optional: Set[str] = frozenset()) -> None:
    missing, unknown = needed - set(given), set(given) - needed - optional
    if missing or unknown:
        raise RulePackError(f"{pack}: {key} lacks {sorted(missing)} and has unknown {sorted(unknown)}")


def _one_of(pack: str, key: str, what: str, given, allowed) -> None:
    if given not in allowed:
        raise RulePackError(f"{pack}: {key} has {what} {given!r}, not one of {', '.join(allowed)}")
