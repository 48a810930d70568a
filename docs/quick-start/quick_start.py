#!/usr/bin/env python3
"""The API of Kartoteka in ten calls with Python's standard library alone.

KARTOTEKA_TOKEN is an access token, KARTOTEKA_URL the address of the installation; README.md beside this file says where
to get them.
"""

import json
import os
import sys
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

API = os.environ.get("KARTOTEKA_URL", "http://localhost:8080").rstrip("/") + "/api/v1"
TOKEN = os.environ.get("KARTOTEKA_TOKEN")
if not TOKEN:
    sys.exit("KARTOTEKA_TOKEN is not set: docs/quick-start/README.md says where to get a token")


class Answer(NamedTuple):
    status: int
    headers: Any
    body: Any


def call(method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """Calls the API; what is refused is an answer like any other. Header names are written with underscores."""
    request = Request(
        API + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {TOKEN}",
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    try:
        response = urlopen(request, timeout=30)
    except HTTPError as refused:
        response = refused
    with response:
        text = response.read()
        return Answer(response.status, response.headers, json.loads(text) if text else None)


def expect(status: int, answer: Answer) -> Answer:
    if answer.status != status:
        sys.exit(f"Expected {status}, got {answer.status}: {answer.body}")
    return answer


# Who am I?
me = expect(200, call("GET", "/me")).body
print(f"You are {me['user']['name']}, {me['user']['role']} of {me['tenant']['name']}.")

# A client card. The key makes the call safe to repeat: the same key gives the same card.
key = f"quick-start-{uuid4()}"
flower = {"name": "ООО «Василёк»", "phones": ["8 (495) 123-45-67"]}
made = expect(201, call("POST", "/companies", flower, Idempotency_Key=key))
company, etag = made.body, made.headers["ETag"]
print(f"Made {company['name']} with the phone {company['phones'][0]['number']}, version {company['version']}.")
again = expect(201, call("POST", "/companies", flower, Idempotency_Key=key))
if again.headers["Idempotency-Replayed"] == "true" and again.body["id"] == company["id"]:
    print("The same call again made no second card.")

# Read it, and find it by the phone as a caller's display shows it.
address = "/companies/" + quote(company["id"])
read = expect(200, call("GET", address)).body
print(f"Read it: {read['status']}, version {read['version']}.")
found = expect(200, call("GET", "/lookup?" + urlencode({"phone": "8 495 123 45 67"}))).body
if any(hit["id"] == company["id"] for hit in found["hits"]):
    print("Whose phone is 8 495 123 45 67? It is found.")

# Change it, if nobody else has since it was read.
changed = expect(200, call("PATCH", address, {"status": "customer"}, If_Match=etag)).body
print(f"Changed it: {changed['status']}, version {changed['version']}.")

# Three refusals, each with a code for programs and a text for people.
late = expect(412, call("PATCH", address, {"status": "former"}, If_Match=etag)).body
print(f"412 {late['code']}: you read {etag}, and it is at version {late['currentVersion']} now.")
conflict = expect(409, call("PATCH", address, {"status": "former", "baseVersion": 1})).body
print(f"409 {conflict['code']}: since version 1 somebody changed {', '.join(conflict['fields'])}.")
wrong = expect(422, call("POST", "/companies", {"name": "ООО «Пион»", "phones": ["12"]}, Idempotency_Key=key + "-2")).body
print(f"422 {wrong['code']}: {wrong['errors'][0]['pointer']} {wrong['errors'][0]['code']}.")

# A note, and the whole card with its chronology in one answer.
expect(201, call("POST", address + "/notes", {"text": "Просит прайс к пятнице"}, Idempotency_Key=key + "-3"))
card = expect(200, call("GET", address + "/card")).body
print(f"The card tells, newest first: {' '.join(entry['kind'] for entry in card['timeline']['entries'])}.")
