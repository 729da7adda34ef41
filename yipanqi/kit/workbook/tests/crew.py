"""A table of sailors for tests: ships are a register outside, the captain is another row of the same workbook."""

from yipanqi.kit.workbook import Choice, Code, Day, Directory, Entry, Existing, Kind, Name, Reference, Text, Whole

SHIPS = Directory(
    "船",
    lambda wanted: [
        Entry("S1", "东屿查验一号", 1, ("一号",)),
        Entry("S2", "东屿查验二号", 2, ("二号", "查验船")),
        Entry("S3", "石帆查验二号", 3, ("查验船",)),
    ],
)
SAILORS = Directory("船员", lambda wanted: [Entry("A", "甲", 7)] if "A" in wanted else [], by="编号")


class Crew(Kind):
    """``held`` stands for the database: key -> Existing."""

    slug = "crew"
    label = "船员"
    key = ("number",)
    named_by = "name"
    remarks = "remark"

    number = Code("编号", "船员编号", required=True)
    name = Name("姓名", required=True)
    rank = Choice("职级", choices={"水手": "sailor", "船长": "captain"})
    ship = Reference("船代码", "船", to=SHIPS)
    captain = Reference("船长编号", to=SAILORS, within="crew")
    joined_on = Day("上船日期", "上船时间", past=True)
    voyages = Whole("航次", least=0)
    phone = Text("电话", once=True)
    remark = Text("备注")

    def __init__(self, held=()):
        super().__init__()
        self.held = dict(held)

    def check(self, row):
        if row.get("rank") == "captain" and row.get("captain"):
            row.note("captain", "船长不用再填船长")

    def existing(self, keys):
        return {key: self.held[key] for key in keys if key in self.held}

    def apply(self, rows, *, by, batch):
        self.held |= {row.key: Existing(1, row.values, 1) for row in rows}


def known(number: str, **values) -> tuple[tuple, Existing]:
    """A sailor the database holds."""
    return (number,), Existing(1, {"number": number, **values}, 1)
