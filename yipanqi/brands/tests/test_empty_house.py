"""Before anything was imported every page of these rooms stands, and says what will be there."""

import pytest
from django.urls import reverse

PAGES = {
    "indicators:indicators": "字典里还没有指标",
    "objectives:priorities": "还没有业务重点",
    "objectives:orphans": "在推进的重点都有人接",
    "brands:brands": "还没有支部品牌",
    "brands:measures": "还没有创建措施",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("part", ["administrator", "stranger"])
def test_an_empty_page_says_what_will_be_there(cast, name, part):
    page = cast.client(part).get(reverse(name))

    assert (page.status_code, PAGES[name] in page.content.decode()) == (200, True)
