#!/usr/bin/env python3
"""Recompute model_digest from a .safetensors file that refit has written, with nothing but Python's own library.

    model-digest.py FILE...

Prints the digest and the file of each, and fails when a file says another digest of itself. The canonical bytes are
those that the documentation of ModelDigest describes.
"""
import hashlib
import json
import struct
import sys

ARRAYS = [
    "coef_", "intercept_", "_standard_coef", "_average_coef", "_standard_intercept", "_average_intercept",
]


def read(path):
    """Return the metadata, and the shape and bytes of every tensor."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = (entry["shape"], content[begin:end])
    return metadata, tensors


def count(number):
    return struct.pack("<Q", number)


def text(tag, value):
    encoded = value.encode()
    return tag + count(len(encoded)) + encoded


def canonical(value):
    """Return the canonical bytes of a value as Python's json module reads it."""
    if value is None:
        return b"N"
    if value is True:
        return b"T"
    if value is False:
        return b"F"
    if isinstance(value, int):
        return b"i" + struct.pack("<q", value)
    if isinstance(value, float):
        return b"d" + struct.pack("<d", value)
    if isinstance(value, str):
        return text(b"s", value)
    if isinstance(value, list):
        return b"l" + count(len(value)) + b"".join(map(canonical, value))
    return pairs(value["mapping"])


def pairs(entries):
    return b"m" + count(len(entries)) + b"".join(canonical(key) + canonical(value) for key, value in entries)


def settings(quoted):
    if quoted is None:
        return b"N"
    return pairs(sorted(json.loads(quoted).items(), key=lambda entry: entry[0].encode()))


def array(name, tensors, aliases):
    if name in aliases:
        return text(b"r", aliases[name])
    if name not in tensors:
        return b"N"
    shape, data = tensors[name]
    return b"a" + count(len(shape)) + b"".join(map(count, shape)) + data


def digest(metadata, tensors):
    if "classes" in metadata:
        classes = json.loads(metadata["classes"])
    else:
        shape, data = tensors["classes_"]
        classes = list(struct.unpack(f"<{shape[0]}q", data))
    aliases = json.loads(metadata.get("aliases", "{}"))
    items = [
        ("classes_", canonical(classes)),
        ("n_features", canonical(tensors["coef_"][0][1])),
        ("t_", b"d" + tensors["t_"][1]),
        *((name, array(name, tensors, aliases)) for name in ARRAYS),
        ("vectorizer", settings(metadata.get("vectorizer"))),
        ("classifier", settings(metadata["classifier"])),
    ]
    hasher = hashlib.sha256(b"refit model digest 1\n" + b"m" + count(len(items)))
    for key, value in items:
        hasher.update(canonical(key) + value)
    return hasher.hexdigest()


def main(paths):
    agree = True
    for path in paths:
        metadata, tensors = read(path)
        recomputed = digest(metadata, tensors)
        print(recomputed, path)
        if recomputed != metadata["model_digest"]:
            print(f"{path} says {metadata['model_digest']}", file=sys.stderr)
            agree = False
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
