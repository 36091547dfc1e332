"""Elasticsearch for the tests: the real server without its optional modules, from Maven Central, its hash checked."""

import hashlib
import os
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from devtools.console import DevError
from devtools.processes import ROOT, as_user, run_quietly
from devtools.server import Server, failed, free_port, hand_over, new_folder, plain_user, wait_for

VERSION = "8.19.21"
COORDINATES = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
ARCHIVE = ROOT / "var" / "cache" / f"elasticsearch-{VERSION}.zip"
SHA256 = "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a"
JAVA_AT_LEAST = 17
START_SECONDS = 120


def java_home() -> str:
    """Return the folder of a Java that is new enough, "" where there is none."""
    named = [os.environ.get(name, "") for name in ("ES_JAVA_HOME", "JAVA_HOME")]
    program = shutil.which("java")
    if program:
        named.append(str(Path(program).resolve().parents[1]))
    named += [str(path) for path in sorted(Path("/usr/lib/jvm").glob("*"))]
    return next((home for home in named if home and java_version(Path(home)) >= JAVA_AT_LEAST), "")


def java_version(home: Path) -> int:
    """Return the major version of the Java in a folder, 0 where there is none."""
    if not (home / "bin" / "java").exists():
        return 0
    said = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False).stderr
    number = said.partition('version "')[2].partition(".")[0].partition('"')[0]
    return int(number) if number.isdecimal() else 0


def missing() -> str:
    """Return why Elasticsearch cannot be started here, "" where it can."""
    if not java_home():
        return f"Java {JAVA_AT_LEAST} is not installed"
    return "" if ARCHIVE.exists() else f"its archive is not here ({ARCHIVE.relative_to(ROOT)})"


def fetch() -> None:
    """Bring the archive with Maven and keep it once its hash is the one we know."""
    folder = ARCHIVE.parent / "fetching"
    command = ["mvn", "-q", "-B", COPY_GOAL, f"-Dartifact={COORDINATES}", f"-DoutputDirectory={folder}"]
    run_quietly(command, "Maven could not bring Elasticsearch.")
    brought = folder / ARCHIVE.name
    found = hashlib.sha256(brought.read_bytes()).hexdigest()
    if found != SHA256:
        brought.unlink()
        raise DevError(f"The Elasticsearch archive has the hash {found} instead of {SHA256}; it was thrown away.")
    brought.replace(ARCHIVE)


def start() -> Server:
    """Unpack the server into a new folder and start it as one node on free ports."""
    return run(unpack())


def unpack() -> Path:
    """Unpack the server into a new folder, configured for free ports, and return the folder."""
    home = new_folder("elasticsearch")
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(home)
    server_home = home / f"elasticsearch-{VERSION}"
    for program in (*server_home.glob("bin/*"), *server_home.glob("modules/*/platform/*/bin/*")):
        program.chmod(0o755)
    (home / "scratch").mkdir()
    settings = configuration(free_port(), free_port(), home)
    (server_home / "config" / "elasticsearch.yml").write_text(settings, encoding="utf-8")
    hand_over(home)
    return home


def run(home: Path) -> Server:
    """Start what ``unpack`` made, with the data it has; again after it was killed."""
    server_home = home / f"elasticsearch-{VERSION}"
    settings = (server_home / "config" / "elasticsearch.yml").read_text(encoding="utf-8")
    port = next(line.rpartition(" ")[2] for line in settings.splitlines() if line.startswith("http.port"))
    log = home / "output.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [server_home / "bin" / "elasticsearch"],
            cwd=home,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "ES_JAVA_HOME": java_home(),
                "ES_JAVA_OPTS": "-Xms1g -Xmx1g",
                "ES_TMPDIR": str(home / "scratch"),
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **as_user(plain_user()),
        )
    server = Server(url=f"http://127.0.0.1:{port}", pid=process.pid, folder=str(home))

    def has_settled() -> bool:
        return process.poll() is not None or is_healthy(server.url)

    if wait_for(has_settled, START_SECONDS) and process.poll() is None:
        return server
    raise failed(server, "Elasticsearch", log)


def configuration(port: int, transport_port: int, home: Path) -> str:
    """Return the configuration of one node that only this machine can reach."""
    return "\n".join(
        [
            "cluster.name: human-rights-cities-tests",
            "discovery.type: single-node",
            "network.host: 127.0.0.1",
            f"http.port: {port}",
            f"transport.port: {transport_port}",
            "xpack.security.enabled: false",
            f"path.data: {home / 'data'}",
            f"path.logs: {home / 'logs'}",
            # A developer's full disk must not make an empty test index read-only.
            "cluster.routing.allocation.disk.threshold_enabled: false",
            "",
        ]
    )


def is_healthy(url: str) -> bool:
    """Whether the node has formed its cluster (this archive has no page at "/", so ask for its health)."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
