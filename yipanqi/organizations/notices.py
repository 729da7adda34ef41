"""What happened to an organisation, in words for its timeline."""

from yipanqi.events.timeline import SENTENCES

SENTENCES.update(
    {
        "organization.founded": "成立",
        "organization.dissolved": "撤销",
        "organization.moved": "调整隶属",
        "organization.moved_back": "撤回隶属调整",
        "coverage.added": "开始覆盖",
        "coverage.ended": "不再覆盖",
        "coverage.withdrawn": "撤回覆盖变动",
        "term.changed": "登记换届",
        "term.withdrawn": "撤回换届登记",
    }
)
