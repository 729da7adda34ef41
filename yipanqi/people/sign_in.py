"""Signing in: accounts are made for people by the party-affairs office, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.html import format_html

from yipanqi.kit.sealing import seal, unseal
from yipanqi.people.actions import change_password
from yipanqi.people.scope import scope_of

UNSENT = "unsent"  # a form that came after the session had ended, signed; on the sign-in page and in the session
LONGEST_UNSENT = 100_000  # characters
# What somebody who still has the password from the slip of paper may open.
BEFORE_FIRST_PASSWORD = {"account_change_password", "account_reauthenticate", "account_logout", "preferences"}


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "登录名或密码不对",
        "enter_current_password": "现在的密码不对",
        "incorrect_password": "密码不对",
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Five wrong passwords for one name, or thirty from one address, within ten minutes: nobody tries on (429)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as too_many:
            raise ImmediateHttpResponse(respond_429(request)) from too_many

    def pre_login(self, request, user, **more):
        """The password was right: what the form of the sign-in page carries along waits in the session."""
        if unsent := request.POST.get(UNSENT, "")[:LONGEST_UNSENT]:
            request.session[UNSENT] = unsent
        return super().pre_login(request, user, **more)

    def login(self, request, user):
        super().login(request, user)
        if is_second_step_urged(user):
            address = reverse("mfa_activate_totp")
            words = '你能看到全关的资料，密码之外请再加一道：<a href="{}">设两步验证</a>'
            messages.warning(request, format_html(words, address))

    def respond_user_inactive(self, request, user):
        messages.error(request, "这个账号锁着，请找本单位的党务干部打开")
        return HttpResponseRedirect(reverse("account_login"))

    def clean_password(self, password, user=None):
        """An own password is another one than that on the slip of paper."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能和现在的一样")
        return super().clean_password(password, user=user)

    def set_password(self, user, password):
        change_password(user, password)

    def get_password_change_redirect_url(self, request):
        return resolve_url("/")


class SecondStep(DefaultMFAAdapter):
    """The shared secret of an authenticator app lies sealed in the database: a copy of it lets nobody in."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": "动态码不对，等它换了再输一次"}

    def encrypt(self, text):
        return seal(text, "second_step")

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text, "second_step")


class LongEnough(MinimumLengthValidator):
    """Django's, whose sentence has no Chinese yet."""

    def get_error_message(self):
        return f"密码至少要 {self.min_length} 个字符"

    get_help_text = get_error_message


class FirstPasswordMiddleware:
    """Until the one-time password has been changed every page leads to the page that changes it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not (request.user.is_authenticated and request.user.must_change_password):
            return None
        if request.resolver_match.view_name in BEFORE_FIRST_PASSWORD:
            return None
        messages.info(request, "这是第一次登录，先换一个自己的密码")
        return HttpResponseRedirect(reverse("account_change_password"))


def is_second_step_urged(account) -> bool:
    """Administrators and the district's party-affairs officers, as long as a password alone lets them in."""
    if not (account.is_administrator or scope_of(account).is_district_officer):
        return False
    return not is_mfa_enabled(account)
