#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
"""validate_json.py SCHEMA-FOLDER SCHEMA-FILE < object: exit 0 where it is valid, else 1 and what is wrong."""
import json
import pathlib
import sys

import jsonschema


def bundled(folder: pathlib.Path, name: str) -> dict:
    """The schema with the files that it refers to as definitions: no version of the library looks for files alike."""
    schema = json.loads((folder / name).read_text("utf-8"))
    schema.pop("$id")
    others = {}

    def point(node, prefix):
        if isinstance(node, list):
            return [point(each, prefix) for each in node]
        if not isinstance(node, dict):
            return node
        node = {key: point(value, prefix) for key, value in node.items()}
        reference = node.get("$ref")
        if reference:
            file, _, inside = reference.partition("#")
            if file and file not in others:
                others[file] = None
                other = json.loads((folder / file).read_text("utf-8"))
                other.pop("$id")
                others[file] = point(other, f"/$defs/{file}")
            node["$ref"] = "#" + (f"/$defs/{file}" if file else prefix) + inside
        return node

    schema = point(schema, "")
    schema.setdefault("$defs", {}).update(others)
    return schema


schema = bundled(pathlib.Path(sys.argv[1]), sys.argv[2])
validator = jsonschema.Draft202012Validator(schema)
validator.check_schema(schema)
wrong = list(validator.iter_errors(json.load(sys.stdin)))
for error in wrong[:20]:
    for cause in [error, *(error.context or [])]:
        print("/".join(str(part) for part in cause.absolute_path), cause.message[:300])
sys.exit(1 if wrong else 0)
