"""The first account of an instance."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from yipanqi.people.models import Account


class Command(BaseCommand):
    help = "Make an administrator, or give an existing one a new password (typed, or read from standard input)."

    def add_arguments(self, parser):
        parser.add_argument("login", nargs="?", default="admin")

    def handle(self, *args, login: str, **options):
        account = Account.objects.filter(username=login).first() or Account(username=login, is_administrator=True)
        if not account.is_administrator:
            raise CommandError(f"{login} belongs to somebody who is no administrator.")
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        account.set_password(password)
        account.save()
        self.stdout.write(f"{login} can sign in.")
