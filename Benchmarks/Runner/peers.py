"""Fetches the engines to compare with, from PyPI and Debian's archive, into one folder; the system is left alone."""

import glob
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from engine import Engine

HERE = Path(__file__).resolve().parent
DRIVERS = HERE / "drivers"
LUCENE_WHEEL = "arcadedb-embedded==26.10.2.post1"  # carries Lucene 10.5.2 and a Java 25 with its vector module

QUIET = ("-q", "--disable-pip-version-check")


class Missing(Exception):
    """The peer cannot be had here; the others can go on."""


class Peers:
    """Sets up peers below `folder`; what is there already is used again."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def engine(self, name: str) -> Engine:
        if name not in SETUPS:
            raise Missing(f"no such peer; there are {', '.join(SETUPS)}")
        try:
            return SETUPS[name](self)
        except subprocess.CalledProcessError as error:
            lines = (error.stderr or error.stdout or str(error)).strip().splitlines()
            raise Missing(f"{' '.join(map(str, error.cmd[:6]))} …: {lines[-1] if lines else error}") from error
        except (OSError, StopIteration, zipfile.BadZipFile) as error:
            raise Missing(str(error) or "a file is not where it should be") from error

    def python(self, *packages: str) -> str:
        """The Python of the virtual environment, with these packages and a fast reader of JSON."""
        environment = self.folder / "venv"
        python = str(environment / "bin/python")
        if not Path(python).exists():
            try:
                run(sys.executable, "-m", "venv", environment)
            except subprocess.CalledProcessError as error:
                shutil.rmtree(environment, ignore_errors=True)
                raise Missing("Python cannot make a virtual environment; on Debian install python3-venv") from error
        run(python, "-m", "pip", "install", *QUIET, "orjson", *packages)
        return python

    def wheel(self, requirement: str, *options: str) -> Path:
        """The folder a wheel has been unpacked to, whatever Python it was made for."""
        target = self.folder / requirement.split("==")[0]
        if not target.exists():
            downloads = self.folder / "downloads"
            pip = (self.python(), "-m", "pip", "download", *QUIET, "--no-deps", "--only-binary=:all:")
            run(*pip, "-d", downloads, *options, requirement)
            pattern = requirement.split("==")[0].replace("-", "_") + "-*.whl"
            unpack(next(downloads.glob(pattern)), target)
        return target

    def debian(self, *packages: str) -> Path:
        """The root that Debian packages have been unpacked to. Needs no rights, and no dependency is followed."""
        root = self.folder / "debian"
        for package in packages:
            mark = root / f".{package}"
            if mark.exists():
                continue
            if not shutil.which("apt-get"):
                raise Missing(f"Debian's {package} is needed, and apt-get is not here")
            root.mkdir(exist_ok=True)
            run("apt-get", "download", "-q", package, folder=root)
            run("dpkg", "-x", next(root.glob(f"{package}_*.deb")), root)
            mark.touch()
        return root


def run(*command, folder: Path | None = None):
    subprocess.run([str(word) for word in command], cwd=folder, check=True, capture_output=True, text=True)


def unpack(wheel: Path, target: Path):
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(partial)
    partial.rename(target)


def driver(python: str, name: str) -> list[str]:
    return [python, str(DRIVERS / f"{name}_driver.py")]


def tantivy(peers: Peers) -> Engine:
    return Engine("Tantivy", driver(peers.python("tantivy==0.27.0"), "tantivy"))


def sqlite(peers: Peers) -> Engine:
    return Engine("SQLite", driver(peers.python("apsw==3.54.1.0"), "sqlite"), parallel=False)


def xapian(peers: Peers) -> Engine:
    """Debian's build, which is the faster one, with Debian's Python that it was made for; else PyPI's."""
    try:
        root = peers.debian("libxapian30", "python3-xapian")
        library = next(root.glob("usr/lib/*/libxapian.so.30")).parent
        paths = {"PYTHONPATH": f"{root}/usr/lib/python3/dist-packages", "LD_LIBRARY_PATH": str(library)}
        engine = Engine("Xapian", driver("/usr/bin/python3", "xapian"), paths, parallel=False)
        subprocess.run(["/usr/bin/python3", "-c", "import xapian"], env=paths, check=True, capture_output=True)
        return engine
    except (Missing, OSError, StopIteration, subprocess.CalledProcessError):
        python = peers.python("xapian-bindings-binary==1.4.26")
        return Engine("Xapian", driver(python, "xapian"), parallel=False)


def lucene(peers: Peers) -> Engine:
    """Java and Lucene from one wheel; the driver is compiled by Eclipse's compiler, which runs on any Java."""
    wheel = peers.wheel(LUCENE_WHEEL, "--python-version", "3.12") / "arcadedb_embedded"
    for program in [*(wheel / "jre/bin").iterdir(), wheel / "jre/lib/jspawnhelper"]:
        program.chmod(0o755)  # a wheel keeps no permissions
    java = str(wheel / "jre/bin/java")
    jars = ":".join(sorted(glob.glob(f"{wheel}/jars/lucene-*.jar")))
    classes, source = peers.folder / "lucene-driver", DRIVERS / "lucene/Driver.java"
    compiled = classes / "Driver.class"
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        compiler = peers.debian("libeclipse-jdt-core-java") / "usr/share/java/eclipse-jdt-core.jar"
        batch = "org.eclipse.jdt.internal.compiler.batch.Main"
        run(java, "-cp", compiler, batch, "-17", "-proc:none", "-nowarn", "-cp", jars, "-d", classes, source)
    options = ["-Xmx2g", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
    return Engine("Lucene", [java, *options, "-cp", f"{classes}:{jars}", "Driver"])


def pisa(peers: Peers) -> Engine:
    """The extension module of pyterrier-pisa, with the threading library it was linked with."""
    python = peers.python("numpy")
    module = peers.wheel("pyterrier-pisa==0.4.9") / "pyterrier_pisa"
    library = next(peers.wheel("tbb==2020.3.254").rglob("libtbb.so.2")).parent
    paths = {"PISA_MODULE": str(next(module.glob("_pisathon*.so"))), "LD_LIBRARY_PATH": str(library)}
    return Engine("PISA", driver(python, "pisa"), paths, pinned=False, dry=False)


SETUPS = {"tantivy": tantivy, "lucene": lucene, "xapian": xapian, "sqlite": sqlite, "pisa": pisa}


def dossier(program: Path | None) -> Engine:
    """The program given, or this checkout's, built for release."""
    if program is None:
        build = ["swift", "build", "-c", "release", "--package-path", HERE.parent.parent]
        subprocess.run([*build, "--product", "dossier-bench"], check=True, stdout=sys.stderr)
        found = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True)
        program = Path(found.stdout.strip()) / "dossier-bench"
    return Engine("Dossier", [str(program.resolve())], dry=False)
