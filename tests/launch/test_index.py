from launch.index import pip_settings, translate

LISTING = """\
:env:.cert='/etc/ssl/ours.pem'
global.cert='/etc/ssl/old.pem'
global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'
global.index-url='https://mirror.example/simple'
global.timeout='60'
install.find-links='/srv/wheels /srv/more'
install.trusted-host='mirror.example'
"""


def test_pip_settings_environment_beats_sections():
    assert pip_settings(LISTING)["cert"] == "/etc/ssl/ours.pem"


def test_pip_settings_reach_uv():
    assert translate(pip_settings(LISTING)) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/srv/wheels,/srv/more",
        "UV_INSECURE_HOST": "mirror.example",
        "SSL_CERT_FILE": "/etc/ssl/ours.pem",
    }


def test_pip_without_settings_leaves_uv_alone():
    assert translate(pip_settings("")) == {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_pip_that_may_not_ask_an_index_keeps_uv_from_it():
    assert translate(pip_settings("global.no-index='true'"))["UV_NO_INDEX"] == "1"
