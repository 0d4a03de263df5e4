#!/usr/bin/env python3
"""Reads PDF through the program pdftotext. The built-in plugin also joins pages and takes out what heads and foots them."""
import base64
import json
import subprocess
import sys


def read(data):
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    run = subprocess.run(command, input=data, capture_output=True, timeout=50)
    if run.returncode != 0:
        raise ValueError(run.stderr.decode(errors="replace").strip() or f"pdftotext ended with {run.returncode}")
    text = run.stdout.decode(errors="replace").replace("\f", "\n\n").strip()
    if not text:
        raise ValueError("has no text: if its pages are pictures, recognise their text first")
    return {"text": text}


json.loads(sys.stdin.readline())
print("{}", flush=True)
for line in sys.stdin:
    file = json.loads(line)
    try:
        answer = read(base64.b64decode(file["bytes"]))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        answer = {"error": str(error)}
    print(json.dumps({"id": file["id"], **answer}), flush=True)
