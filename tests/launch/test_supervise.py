import os
import signal
import subprocess
import sys
from pathlib import Path

from launch import supervise
from launch.supervise import Service

ROOT = Path(__file__).resolve().parents[2]


def service(code: str, log: Path, **more) -> Service:
    return Service(more.pop("name", "child"), [sys.executable, "-c", code], dict(os.environ), log, **more)


def test_service_that_ends_by_itself_ends_the_whole_with_its_last_words(tmp_path, capfd):
    web = service("print('no database')", tmp_path / "web.log", name="web")

    ended = supervise.run([web], ready=lambda: False, announce=lambda: None)

    assert ended == 1
    assert "web ended by itself.\nno database" in capfd.readouterr().err


def test_helper_that_dies_is_started_again_while_the_whole_lives(tmp_path):
    lives = tmp_path / "lives"
    lives.touch()
    worker = service(f"open({str(lives)!r}, 'a').write('x')", tmp_path / "worker.log", essential=False, pause=0.01)
    until_two_lives = f"import os\nwhile os.path.getsize({str(lives)!r}) < 2: pass"
    web = service(until_two_lives, tmp_path / "web.log")

    supervise.run([web, worker], ready=lambda: True, announce=lambda: None)

    assert lives.read_text() >= "xx"


def test_terminated_supervisor_leaves_no_child_behind(tmp_path):
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from launch import supervise
from launch.supervise import Service
child = Service("web", [sys.executable, "-c", "import signal; signal.pause()"], {{}})
said = lambda: print(child.process.pid, flush=True)
sys.exit(supervise.run([child], ready=lambda: True, announce=said))
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        child = int(supervisor.stdout.readline())

        supervisor.send_signal(signal.SIGTERM)

    assert supervisor.returncode == 0
    assert not Path(f"/proc/{child}").exists()
