"""States of a measure. The arrows between them, with who may walk them, stand in ``lifecycles``."""

MEASURE_STATES = {
    "claimed": "已认领",
    "doing": "在做",
    "reported": "已报完成",
    "confirmed": "接收方已确认",
    "returned": "退回",
}
# How far a measure has come; a crossing with several shows the one furthest from done.
BOARD_STONES = {
    "claimed": "claimed",
    "doing": "doing",
    "reported": "doing",
    "returned": "doing",
    "confirmed": "confirmed",
}
