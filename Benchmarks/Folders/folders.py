#!/usr/bin/env python3
"""How fast is a folder of HTML read and indexed, beside Recoll and trafilatura?

    folders.py DOSSIER FOLDER [--passes N] [--sample N]

Runs in turns, in every pass: `dossier index`, from the folder to the committed index; `recollindex` (Debian's
recollcmd), the same; trafilatura (from PyPI), which only extracts texts and metadata, in two processes on every n-th
page. A pass begins by reading all pages once, so that none of the three waits for the disk. Prints pages a second and
the peak memory of the largest process of each, and the medians' ratios. Peers that are not installed are left out.
"""
import argparse
import concurrent.futures
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def pages_below(folder):
    return sorted(
        os.path.join(root, name)
        for root, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith((".html", ".htm", ".xhtml")) and not os.path.islink(os.path.join(root, name))
    )


def run(command):
    """Seconds, and the peak resident memory in MB; of a pipe of processes that of the largest."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    # Pages that cannot be read are named, and 3 says so.
    if code not in (0, 3):
        sys.exit(f"{command[0]} ended with {code}: {errors[-500:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def dossier(program, folder, work):
    index = os.path.join(work, "dossier")
    shutil.rmtree(index, ignore_errors=True)
    return run([program, "index", folder, "--index", index])


def recoll(folder, work):
    home = pathlib.Path(work, "recoll")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    home.joinpath("recoll.conf").write_text(f"topdirs = {folder}\nfollowLinks = 0\nloglevel = 1\n")
    return run(["recollindex", "-c", str(home), "-z"])


def extract(path):
    import trafilatura

    with open(path, "rb") as file:
        return trafilatura.extract(file.read(), with_metadata=True) is not None


def trafilatura_sample(pages):
    start = time.perf_counter()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        list(pool.map(extract, pages, chunksize=16))
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dossier")
    parser.add_argument("folder")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--sample", type=int, default=1000, help="pages for trafilatura")
    options = parser.parse_args()
    folder = os.path.realpath(options.folder)
    pages = pages_below(folder)
    sample = pages[:: max(1, len(pages) // options.sample)]
    bytes_in_all = sum(os.path.getsize(page) for page in pages)
    print(f"{len(pages)} pages, {bytes_in_all / 1e6:.0f} MB")
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        sample = []
    rates = {"dossier": [], "recoll": [], "trafilatura": []}
    with tempfile.TemporaryDirectory() as work:
        for number in range(options.passes):
            for page in pages:
                pathlib.Path(page).read_bytes()
            seconds, memory = dossier(options.dossier, folder, work)
            rates["dossier"].append(len(pages) / seconds)
            line = f"pass {number + 1}: dossier {len(pages) / seconds:.0f} pages/s, {memory:.0f} MB"
            if shutil.which("recollindex"):
                seconds, memory = recoll(folder, work)
                rates["recoll"].append(len(pages) / seconds)
                line += f"; recoll {len(pages) / seconds:.0f} pages/s, {memory:.0f} MB"
            if sample:
                seconds = trafilatura_sample(sample)
                rates["trafilatura"].append(len(sample) / seconds)
                line += f"; trafilatura {len(sample) / seconds:.0f} pages/s"
            print(line, flush=True)
    own = statistics.median(rates["dossier"])
    print(f"median: dossier {own:.0f} pages/s, {own * bytes_in_all / len(pages) / 1e6:.1f} MB/s")
    for peer in ("recoll", "trafilatura"):
        if rates[peer]:
            rate = statistics.median(rates[peer])
            print(f"        {peer} {rate:.0f} pages/s: dossier is {own / rate:.1f} times as fast")


if __name__ == "__main__":
    main()
