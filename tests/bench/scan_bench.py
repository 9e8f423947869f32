#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
"""scan_bench.py [--build build/release] [--files 20000] [--times 10] [--rounds 3]

Measures `mailmend-cli scan` on a generated tree of mixed pages with one and two threads, beside Debian's `yara` with
the same rules in the same run, and again on a tree that is `times` as large. Prints the slowest of the rounds: files
and megabytes a second, CPU seconds, peak memory, and the ratios; then the longest time that the window was busy with one thing while
it scanned the same pages (on the screen at hand, else on an invisible one). Mailmend also hashes every file (SHA-256) and judges
it; yara does neither. Every file was read once before the first round, so that no disk is measured.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time


def measured(command):
    """Seconds, CPU seconds and peak memory in MB of one run. Its output is thrown away, its faults are not."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    trouble = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2, 3):
        raise SystemExit(f"{command[0]} failed ({process.returncode}): {trouble.decode('utf-8', 'replace')}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def slowest(command, rounds):
    runs = [measured(command) for _ in range(rounds)]
    return tuple(max(run[part] for run in runs) for part in range(3))


def row(name, files, size, run):
    seconds, cpu, memory = run
    print(f"{name:24} {files / seconds:10.0f} {size / 1e6 / seconds:9.1f} {seconds:9.2f} {cpu:9.2f} {memory:9.0f}", flush=True)


def bench(build, files, rounds, work):
    tree, rules = work / f"tree{files}", work / "rules.yar"
    made = subprocess.run([build / "bin/bench_tree", tree, str(files), rules], check=True, capture_output=True)
    size = int(made.stdout)
    for file in tree.rglob("*"):
        if file.is_file():
            file.read_bytes()
    print(f"\n{files} files, {size / 1e6:.0f} MB, slowest of {rounds}")
    print(f"{'':24} {'files/s':>10} {'MB/s':>9} {'seconds':>9} {'CPU s':>9} {'MB peak':>9}")
    runs = {}
    variables = [part for name in ("filename", "filepath", "extension", "filetype", "owner") for part in ("-d", name + "=")]
    for threads in (1, 2):
        scan = [build / "bin/mailmend-cli", "scan", tree, "--format", "json", "--threads", str(threads)]
        yara = ["yara", "-w", "-r", "-p", str(threads), *variables, rules, tree]
        runs["mailmend", threads] = slowest(scan, rounds)
        runs["yara", threads] = slowest(yara, rounds)
        row(f"mailmend-cli, {threads} thread{'s' * (threads > 1)}", files, size, runs["mailmend", threads])
        row(f"yara, {threads} thread{'s' * (threads > 1)}", files, size, runs["yara", threads])
    for threads in (1, 2):
        ours, theirs = runs["mailmend", threads], runs["yara", threads]
        print(f"ratio to yara, {threads} thread{'s' * (threads > 1)}: time {ours[0] / theirs[0]:.2f}, "
              f"CPU {ours[1] / theirs[1]:.2f}, memory {ours[2] / theirs[2]:.2f}")
    print(f"ratio of two threads to one: time {runs['mailmend', 2][0] / runs['mailmend', 1][0]:.2f}")
    window(build, tree, work)
    return runs


def window(build, tree, work):
    """The same pages in a web root of the sample server, scanned by the window."""
    disk = work / "disk"
    subprocess.run([build / "bin/mailmend-cli", "sample", "--out", disk], check=True, capture_output=True)
    tree.rename(disk / "C/inetpub/wwwroot/bench")
    environment = {**os.environ, "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}
    if not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        environment["QT_QPA_PLATFORM"] = "offscreen"
    print("longest block of the window:", flush=True)
    subprocess.run([build / "bin/window_block", disk / "C"], check=True, env=environment)
    shutil.rmtree(disk)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--files", type=int, default=20000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    build = given.build.resolve()
    with tempfile.TemporaryDirectory(prefix="mailmend-bench-") as folder:
        small = bench(build, given.files, given.rounds, pathlib.Path(folder))
        if given.times > 1:
            large = bench(build, given.files * given.times, 1, pathlib.Path(folder))
            ours, before = large["mailmend", 2], small["mailmend", 2]
            print(f"\n{given.times} times the files, 2 threads: time {ours[0] / before[0]:.1f}, memory {ours[2] / before[2]:.2f}")


if __name__ == "__main__":
    main()
