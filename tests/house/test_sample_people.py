from yipanqi.people.models import Account
from yipanqi.web.sample_people import choose, make_accounts


def test_samples_stand_for_each_kind_of_person_once(cast):
    found = {sample.login: sample.as_json()["name"] for sample in choose()}

    assert found == {
        "secretary": "林岚",
        "committee": "陈默",
        "officer": "曾晓",
        "leader": "朴实",
        "party": "查勤",
    }


def test_sample_accounts_can_be_made_twice(cast):
    Account.objects.all().delete()

    make_accounts("first password")
    samples = make_accounts("second password")

    assert {account.username for account in Account.objects.all()} == {sample.login for sample in samples}
    assert all(account.check_password("second password") for account in Account.objects.all())
