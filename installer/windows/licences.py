#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
"""licences.py STAGE BUILD PREFIX: puts the licence of every part into STAGE/licences, as parts.json says, and looks
whether that is all: every staged library, every library of the prefix that BUILD links, every text that a text refers
to, and no library needed that is neither staged nor part of Windows. Says what is missing and fails."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9]+(?:-[0-9.]*[0-9])?)")


def programs(stage):
    return sorted(file for file in stage.rglob("*") if file.suffix.lower() in (".exe", ".dll"))


def linked_libraries(build, prefix):
    """The static libraries of the prefix on the link lines of the two programs."""
    names = set()
    of_program = False
    for line in (build / "build.ninja").read_text(encoding="utf-8").splitlines():
        if line.startswith("build "):
            of_program = re.match(r"build bin/mailmend(-cli)?\.exe:", line) is not None
        if of_program and line.strip().startswith("LINK_LIBRARIES"):
            names.update(pathlib.Path(word).name for word in line.split() if word.startswith(f"{prefix}/") and word.endswith(".a"))
    return names


def imports(program):
    dump = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", program], check=True, capture_output=True, text=True)
    return set(re.findall(r"DLL Name: (\S+)", dump.stdout))


def write_texts(parts, folder):
    """One file a part, and the licences that it only names. Returns what is missing."""
    missing = []
    for part in parts:
        text = pathlib.Path(part["text"])
        if not text.is_file():
            missing.append(f"{part['name']}: there is no {text}")
            continue
        content = text.read_text(encoding="utf-8", errors="replace")
        (folder / f"{part['name']}.txt").write_text(content, encoding="utf-8")
        for name in sorted(set(COMMON.findall(content)) | ({"LGPL-3", "GPL-3"} if part["licence"].startswith("LGPL-3") else set())):
            common = pathlib.Path("/usr/share/common-licenses") / name
            if common.is_file():
                shutil.copyfile(common, folder / f"{name}.txt")
            else:
                missing.append(f"{part['name']}: its licence names {common}, which isn't there")
    return missing


def write_list(parts, folder, prefix):
    lines = ["Mailmend is under the Apache License 2.0 (Mailmend.txt). It was put together with these parts:", ""]
    lines += [f"{part['name']}: {part['licence']} ({part['name']}.txt)" for part in parts]
    lines += ["", "Qt is used under the LGPL version 3: its libraries are files of their own and can be replaced by your own build.",
              "The sources are Debian's source packages of the versions below, to be had from https://snapshot.debian.org/.",
              "", (prefix / "MANIFEST.txt").read_text(encoding="utf-8")]
    (folder / "README.txt").write_text("\n".join(lines), encoding="utf-8")


def main():
    stage, build, prefix = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    table = json.loads((pathlib.Path(__file__).parent / "parts.json").read_text(encoding="utf-8"))
    parts = table["parts"]
    folder = stage / "licences"
    folder.mkdir(exist_ok=True)
    faults = write_texts(parts, folder)
    write_list(parts, folder, prefix)
    staged = {program.name.lower() for program in programs(stage)}
    known = {name.lower() for part in parts for name in part["files"]}
    faults += [f"{name} is staged, but parts.json doesn't know its licence" for name in sorted(staged - known) if not name.startswith("mailmend")]
    faults += [f"{name} is in parts.json, but not staged" for name in sorted(known - staged)]
    with_text = {name for part in parts for name in part["linked"]}
    faults += [f"{name} is linked, but parts.json doesn't know its licence" for name in sorted(linked_libraries(build, prefix) - with_text)]
    of_windows = set(table["of_windows"])
    for program in programs(stage):
        for name in sorted(imports(program)):
            plain = name.lower().removesuffix(".dll")
            if name.lower() not in staged and plain not in of_windows and not plain.startswith("api-ms-win-"):
                faults.append(f"{program.name} needs {name}, which is neither staged nor known as part of Windows")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
