"""Import workbooks without a browser: the same reading, checking and writing as on the pages."""

import json
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from yipanqi.kit.workbook.importing import Outcome, import_file, together
from yipanqi.kit.workbook.kinds import KINDS

ALL_WELL, SOME_FAULTY, REFUSED = 0, 1, 2


class Command(BaseCommand):
    help = "把工作簿导入数据库。退出码：0 没有有误的行，1 有些行有误，2 文件没有收下"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help="、".join(sorted(KINDS)))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".xlsx、.xls 或 .csv")
        parser.add_argument("--dry-run", action="store_true", help="只看会怎样，不写库")
        parser.add_argument("--as", dest="login", metavar="LOGIN", help="以谁的名义导入（登录名）")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def handle(self, *, kind, files, dry_run, login, json: bool, **options):
        by = _account(login)
        outcomes = []
        for path in files:
            outcome = import_file(kind, path, by=by, dry_run=dry_run, report=None if json else self._progress)
            outcomes.append(outcome)
            if json and len(files) > 1:
                outcome.faulty = [{"file": path.name} | each for each in outcome.faulty]
            if not json:
                self._say(path, outcome)
        whole = together(outcomes)
        if json:
            self.stdout.write(_as_json(whole))
        sys.exit(REFUSED if whole.refused else SOME_FAULTY if whole.faulty else ALL_WELL)

    def _say(self, path: Path, outcome: Outcome) -> None:
        if outcome.refused:
            self.stdout.write(f"{path.name}：没有收下。{outcome.refused}")
            return
        self.stdout.write(
            f"{path.name}：新增 {outcome.new}、更新 {outcome.changed}、不变 {outcome.same}、有误 {outcome.faulty_rows}"
        )
        for words, told in (("有误", outcome.faulty), ("提示", outcome.notes)):
            for each in told:
                where = f"“{each['sheet']}”第 {each['row']} 行 {each['column']}：" if each["row"] else ""
                self.stdout.write(f"  {words} {where}{each['reason']}")

    def _progress(self, step: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{step} {done}/{total}" if total else f"\r{step}", ending="")


def _account(login: str | None):
    if login is None:
        return None
    accounts = get_user_model()
    account = accounts.objects.filter(**{accounts.USERNAME_FIELD: login}).first()
    if account is None:
        raise CommandError(f"没有登录名是 {login} 的账号", returncode=REFUSED)
    return account


def _as_json(outcome: Outcome) -> str:
    names = ("refused", "new", "changed", "same", "faulty", "notes")
    return json.dumps({name: getattr(outcome, name) for name in names}, ensure_ascii=False)
