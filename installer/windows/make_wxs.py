#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
"""make_wxs.py STAGE VERSION OUT.wxs: describes the staged folder for wixl, which finds it as `stage` and the icon as
`mailmend.ico` where it runs. The same path has the same component in every version, and the same files and version have
the same product code."""

import hashlib
import pathlib
import sys
import uuid
from xml.sax.saxutils import quoteattr

# Never changed: by it Windows knows that two packages are versions of one product.
UPGRADE_CODE = "{5B0F9C5C-0C0E-5B4B-9F3A-2B5E1D9C7A41}"
NAMES = uuid.UUID("8d4f4b60-3a43-5c7e-93a5-6e0a5e2f7b12")
CASE_TYPE = "Mailmend.Case"


def guid(name):
    return "{" + str(uuid.uuid5(NAMES, name)).upper() + "}"


def key(kind, path):
    """An identifier of at most 72 letters for a path below the stage."""
    return f"{kind}_{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def element(name, **values):
    return f"<{name} " + " ".join(f"{field}={quoteattr(str(value))}" for field, value in values.items())


def registry_value(where, value, name=None):
    named = {"Name": name} if name else {}
    return element("RegistryValue", Root="HKLM", Key=where, Type="string", Value=value, **named) + "/>"


def of_window(file_key):
    """What the window's program brings beyond its file: the start menu's entry and the type of cases."""
    classes = "Software\\Classes\\"
    program = f"[#{file_key}]"
    return [
        element("Shortcut", Id="StartMenu", Directory="ProgramMenuFolder", Name="Mailmend", Target=program,
                WorkingDirectory="InstallFolder", Icon="mailmend.ico", Description="Look at an Exchange server and repair it step by step") + "/>",
        registry_value(classes + ".mailmend", CASE_TYPE),
        registry_value(classes + ".mailmend\\OpenWithProgids", "", CASE_TYPE),
        registry_value(classes + CASE_TYPE, "Mailmend case"),
        registry_value(classes + CASE_TYPE + "\\DefaultIcon", f"\"{program}\",0"),
        registry_value(classes + CASE_TYPE + "\\shell\\open\\command", f"\"{program}\" \"%1\""),
    ]


def component(stage, file, components):
    path = file.relative_to(stage).as_posix()
    identifier = key("c", path)
    components.append(identifier)
    file_key = key("f", path)
    lines = [element("Component", Id=identifier, Guid=guid("component " + path), Win64="yes") + ">",
             element("File", Id=file_key, Name=file.name, Source=f"stage/{path}", KeyPath="yes") + "/>"]
    if path == "mailmend.exe":
        lines += of_window(file_key)
    return lines + ["</Component>"]


def folder_content(stage, folder, components):
    lines = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            path = entry.relative_to(stage).as_posix()
            lines += [element("Directory", Id=key("d", path), Name=entry.name) + ">", *folder_content(stage, entry, components), "</Directory>"]
        else:
            lines += component(stage, entry, components)
    return lines


def product_code(stage, version):
    content = hashlib.sha256()
    for file in sorted(file for file in stage.rglob("*") if file.is_file()):
        content.update(file.relative_to(stage).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return guid(f"product {version} {content.hexdigest()}")


def next_version(version):
    """Of the three numbers that Windows compares."""
    major, minor, build = version.split(".")[:3]
    return f"{major}.{minor}.{int(build) + 1}"


def main():
    stage = pathlib.Path(sys.argv[1]).resolve()
    version = sys.argv[2]
    components = []
    files = folder_content(stage, stage, components)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">',
        element("Product", Id=product_code(stage, version), Name="Mailmend", Language="1033", Version=version,
                Manufacturer="The Mailmend authors", UpgradeCode=UPGRADE_CODE) + ">",
        element("Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine", Description=f"Mailmend {version}") + "/>",
        element("MajorUpgrade", DowngradeErrorMessage="A newer Mailmend is installed already. Nothing was changed.") + "/>",
        # The same version with other files, or signed anew, has another product code, and takes over too.
        element("Upgrade", Id=UPGRADE_CODE) + ">",
        element("UpgradeVersion", Property="SAME_VERSION_DETECTED", Minimum=version, IncludeMinimum="yes",
                Maximum=next_version(version), IncludeMaximum="no") + "/>",
        "</Upgrade>",
        element("Media", Id="1", Cabinet="mailmend.cab", EmbedCab="yes") + "/>",
        element("Icon", Id="mailmend.ico", SourceFile="mailmend.ico") + "/>",
        element("Property", Id="ARPPRODUCTICON", Value="mailmend.ico") + "/>",
        element("Property", Id="ARPNOMODIFY", Value="1") + "/>",
        '<Directory Id="TARGETDIR" Name="SourceDir">',
        '<Directory Id="ProgramMenuFolder"/>',
        # Always there, whatever the command line says: nobody but administrators can write below it.
        '<Directory Id="ProgramFiles64Folder">', '<Directory Id="InstallFolder" Name="Mailmend">',
        *files, "</Directory>", "</Directory>", "</Directory>",
        '<Feature Id="Program" Level="1" Title="Mailmend">',
        *[element("ComponentRef", Id=identifier) + "/>" for identifier in components],
        "</Feature>", "</Product>", "</Wix>",
    ]
    pathlib.Path(sys.argv[3]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
