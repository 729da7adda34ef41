import socket

import pytest

from launch import server
from launch.missing import Missing


def test_port_somebody_listens_on_is_refused_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Missing, match=f"Port {port} on 127.0.0.1 cannot be used"):
            server.check_port("127.0.0.1", port)


def test_port_nobody_listens_on_is_taken():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    server.check_port("127.0.0.1", port)  # raises nothing


def test_address_of_a_server_open_to_all_is_the_local_one():
    assert [server.address(host, 8000) for host in ("0.0.0.0", "127.0.0.1", "::1", "yipanqi.example")] == [
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/",
        "http://[::1]:8000/",
        "http://yipanqi.example:8000/",
    ]
