"""How names are read: with tones, as full pinyin and as initials, surnames with their own readings.

The dictionary behind it takes 50 MB, so it is loaded only when a name is entered; searching compares stored columns.
"""

import re
import unicodedata

# Characters that read otherwise as a surname than in a word. Where both readings live today, the commoner one.
SURNAMES = {
    "单": "shàn", "曾": "zēng", "仇": "qiú", "解": "xiè", "查": "zhā", "任": "rén", "区": "ōu", "朴": "piáo",
    "乐": "yuè", "召": "shào", "缪": "miào", "员": "yùn", "种": "chóng", "折": "shé", "洗": "xiǎn", "哈": "hǎ",
    "祭": "zhài", "翟": "zhái", "覃": "qín", "乜": "niè", "秘": "bì", "华": "huà", "燕": "yān", "过": "guō", "那": "nā",
    "繁": "pó", "阚": "kàn", "佴": "nài", "撒": "sǎ", "卜": "bǔ", "薄": "bó", "要": "yāo", "占": "zhān", "都": "dū",
    "粘": "nián", "纪": "jǐ", "葛": "gě", "角": "jué", "句": "gōu", "长": "cháng", "少": "shào", "观": "guàn",
    "俱": "jū",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": "yù chí", "万俟": "mò qí", "令狐": "líng hú", "长孙": "zhǎng sūn", "乐正": "yuè zhèng",
    "宰父": "zǎi fǔ", "夹谷": "jiá gǔ", "相里": "xiàng lǐ",
}  # fmt: skip
MIDDLE_DOTS = "·•‧・"
NOT_TYPED = re.compile(r"[\s'’·•‧・-]+")


def spelled(name: str) -> dict[str, str]:
    """The three stored columns for a name: ``Person(name=name, **spelled(name))``.

    ``reading`` has tones and a space between syllables (``shàn mù yáng``), ``pinyin`` neither (``shanmuyang``,
    ü as v), ``initials`` one letter a syllable (``smy``).
    """
    syllables = _syllables(name)
    plain = [folded(syllable) for syllable in syllables]
    return {
        "reading": " ".join(syllables)[:240],
        "pinyin": "".join(plain)[:200],
        "initials": "".join(syllable[:1] for syllable in plain)[:30],
    }


def folded(text: str) -> str:
    """What somebody types, made comparable: half-width, lower case, no tones, ü as v, no spaces or apostrophes."""
    text = unicodedata.normalize("NFKC", text).lower().replace("u:", "v")
    apart = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return NOT_TYPED.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def _syllables(name: str) -> list[str]:
    """Readings of the characters in order; a name without characters is one syllable of its own letters."""
    surname, given = _split(name.strip())
    return [*_surname(surname), *_read(given)]


def _split(name: str) -> tuple[str, str]:
    """The surname, and the rest; a name with a middle dot or in letters has no Han surname."""
    if name.isascii() or any(dot in name for dot in MIDDLE_DOTS):
        return "", name
    length = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:length], name[length:]


def _surname(surname: str) -> list[str]:
    known = COMPOUND_SURNAMES.get(surname) or SURNAMES.get(surname)
    return known.split() if known else _read(surname)


def _read(characters: str) -> list[str]:
    from pypinyin import pinyin

    read = [NOT_TYPED.sub("", each[0]).lower() for each in pinyin(characters)] if characters else []
    return [syllable for syllable in read if syllable]
