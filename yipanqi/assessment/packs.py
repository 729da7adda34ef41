"""Scheme packs: a scheme as the evaluation library reads it, and beside it the dated rules it is counted by.

    rules/<pack>/scheme.yaml     sides, indicators, floors, targets, weights
    rules/<pack>/rules.yaml      frequencies and lines, as ``kit.rulepacks`` reads them

Read without the evaluation library: pages show a scheme, only the worker reckons with it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from yipanqi.indicators.models import Indicator
from yipanqi.kit import rulepacks
from yipanqi.kit.rulepacks import RulePack

DEFAULT = "assessment-customs"


@dataclass(frozen=True)
class Pack:
    """``content`` holds both files as plain values; ``digest`` names exactly this content."""

    name: str
    content: Mapping[str, Any]
    digest: str

    @property
    def title(self) -> str:
        return str(self.scheme["scheme"])

    @property
    def version(self) -> str:
        return str(self.scheme["version"])

    @property
    def scheme(self) -> Mapping[str, Any]:
        return self.content["scheme"]


@cache
def load(name: str = DEFAULT) -> Pack:
    """Read a pack; raises RulePackError for rules that cannot be trusted."""
    folder = Path(settings.BASE_DIR) / "rules" / name
    texts = {part: yaml.safe_load((folder / f"{part}.yaml").read_text("utf-8")) for part in ("scheme", "rules")}
    rulepacks.parse(name, texts["rules"])
    content = json.loads(json.dumps(texts, ensure_ascii=False, default=str))
    return Pack(name, content, digest(content))


def digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def rules_of(content: Mapping[str, Any]) -> RulePack:
    """The rules as they were adopted; what JSON made text of becomes days again."""
    given = content["rules"]
    instruments = {key: _dated(each) for key, each in given["instruments"].items()}
    rules = [_dated(each) for each in given["rules"]]
    return rulepacks.parse("adopted", {**given, "instruments": instruments, "rules": rules})


def _dated(entry: Mapping[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(entry[key]) for key in ("effective_from", "effective_to") if entry.get(key)}
    return {**entry, **days}


def indicators_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(content["scheme"]["indicators"])


def weighs(indicator: Mapping[str, Any]) -> bool:
    return bool(indicator.get("weight"))


def unfit(content: Mapping[str, Any]) -> list[str]:
    """Why a scheme may not be used with today's dictionary, in sentences (D6, D19); none when it may. One statement."""
    book = {each.code: each for each in Indicator.objects.filter(code__in=[e["code"] for e in indicators_of(content)])}
    found = []
    for entry in indicators_of(content):
        known = book.get(entry["code"])
        named = f"{entry['code']} {entry['name']}"
        if known is None:
            if weighs(entry):
                found.append(f"指标字典里没有 {named}，先登记或导入字典")
            continue
        found += _refused(known, named, weighs(entry))
    return found


def _refused(known: Indicator, named: str, scored: bool) -> list[str]:
    if known.use == "own":
        return [f"{named} 只给支部自己看，任何方案不能引用（指标模板 0.1）"]
    if not scored:
        return []
    if known.use != "scored":
        return [f"{named} 在字典里{known.get_use_display()}，不能计分（D6、D19）"]
    if known.controllability == "low":
        return [f"{named} 可控性低，不能计分（指标模板第 0 节第 9 条）"]
    return [f"{named} 已经停用"] if known.retired_on else []
