"""A standalone Spark cluster on localhost: one master, two workers, stopped by process when the block ends.

Needs the `[spark]` extra and Java 17. Nothing listens beyond 127.0.0.1.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

WORKERS = 2
MEMORY = "1g"


@contextmanager
def spark_session(folder: Path, master_port: int = 7177) -> Iterator[Any]:
    """A session on a fresh cluster; logs and work files go to `folder`."""
    from pyspark.sql import SparkSession

    with ExitStack() as running:
        master = running.enter_context(
            _started("master.Master", folder, "--port", str(master_port), "--webui-port", "0")
        )
        _wait_for(master, "I have been elected leader")
        for number in range(WORKERS):
            work = folder / f"worker{number}"
            options = ("--cores", "1", "--memory", MEMORY, "--webui-port", "0", "--work-dir", str(work))
            address = f"spark://127.0.0.1:{master_port}"
            _drain(running.enter_context(_started("worker.Worker", folder, *options, address)))
        for _ in range(WORKERS):
            _wait_for(master, "Registering worker")
        _drain(master)
        session = (
            SparkSession.builder.master(f"spark://127.0.0.1:{master_port}")
            .appName("evaluation")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "768m")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
        running.callback(session.stop)
        yield session


@contextmanager
def _started(what: str, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`spark-class` with its log on a pipe; ended when the block ends."""
    import pyspark

    home = Path(pyspark.__file__).parent
    process = subprocess.Popen(
        [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", *arguments],
        env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Reads the log until a line holds the words; the process ending first is an error with its last lines."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return
    raise RuntimeError("Spark did not start:\n" + "".join(seen[-20:]))


def _drain(process: subprocess.Popen[str]) -> None:
    """Reads the rest of the log to nowhere, so that a full pipe never stops the process."""
    assert process.stderr is not None
    Thread(target=process.stderr.read, daemon=True).start()
