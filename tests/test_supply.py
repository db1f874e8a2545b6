"""What is shipped: licences that permit use, and a wheel that works where nothing else of ours is."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "thememiner"


def walk_dependencies() -> Iterator[Distribution]:
    """Yield what ``pip install thememiner`` brings, and what that brings."""
    seen: set[str] = set()
    waiting = [Requirement(line) for line in distribution("thememiner").requires or ()]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # of another system
        yield found
        waiting += [Requirement(line) for line in found.requires or ()]


def licence_of(package: Distribution) -> str:
    """The licence as the package states it: expression, classifiers, or the field of old."""
    about = package.metadata
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    expression = about.get("License-Expression") or ""
    return " ".join([expression, *classifiers]) if expression or classifiers else (about.get("License") or "")


def test_the_default_install_is_free_of_copyleft_that_spreads() -> None:
    packages = list(walk_dependencies())
    assert len(packages) > 30
    # MPL-2.0 and LGPL bind a file or a library, not the work that uses it; GPL and AGPL bind the whole.
    spreading = re.compile(
        r"(?<![L])(?<!Lesser )\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE
    )
    said = {package.name: licence_of(package) for package in packages}
    assert {name: text for name, text in said.items() if spreading.search(text)} == {}
    assert {name for name, text in said.items() if not text.strip()} == set()


def test_every_dependency_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!-]+", line)] == []
    pinned = {canonicalize_name(line.split("==")[0]) for line in lines}
    assert {canonicalize_name(package.name) for package in walk_dependencies()} - pinned == set()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel, made from the sdist as an installer would."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


def test_the_source_distribution_holds_what_it_takes_to_test_it(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in ("pyproject.toml", "LICENSE", "README.md", "Makefile", "src/thememiner/cli.py", "tests/conftest.py",
                   "corpora/sample/corpus.toml", "constraints.txt"):  # fmt: skip
        assert needed in names, needed
    assert not [name for name in names if name.startswith(("reports/sample", ".git/"))]


def test_the_wheel_holds_every_file_of_the_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("thememiner/")}
    ours = {
        f"thememiner/{file.relative_to(PACKAGE).as_posix()}"
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert shipped == ours


def test_the_wheel_works_in_an_environment_of_its_own(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    place = tmp_path / "env"
    venv.create(place, with_pip=False)
    (site,) = place.glob("lib/python*/site-packages")
    # The libraries are those of this environment; thememiner comes from the wheel alone.
    libraries = Path(pytest.__file__).parents[1]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "libraries.pth").write_text(str(libraries))
    corpus = ROOT / "corpora" / "sample" / "national-press-release-between-addresses-2022.pdf"
    code = (
        "import thememiner, sys; from pathlib import Path\n"
        f"assert Path(thememiner.__file__).is_relative_to({str(place)!r}), thememiner.__file__\n"
        "assert list(thememiner.check_codebook()) == []\n"
        f"report = thememiner.run({str(corpus)!r}, output='out')\n"
        "print(len(report.table('mentions')), (report.folder / 'report.html').stat().st_size)"
    )
    done = subprocess.run(
        [place / "bin" / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    n_mentions, size = map(int, done.stdout.split())
    assert n_mentions > 5
    assert size > 10_000
