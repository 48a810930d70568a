#!/usr/bin/env bash
# The API of Kartoteka in ten calls with curl. KARTOTEKA_TOKEN is an access token, KARTOTEKA_URL the address of the
# installation; README.md beside this file says where to get them.
set -euo pipefail

URL="${KARTOTEKA_URL:-http://localhost:8080}"
API="${URL%/}/api/v1"
: "${KARTOTEKA_TOKEN:?is not set: docs/quick-start/README.md says where to get a token}"
answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT
# From a file that others cannot read: the parameters of a program are seen by everybody on the machine.
printf 'Authorization: Bearer %s\n' "$KARTOTEKA_TOKEN" >"$answer/token"

# call METHOD ADDRESS EXPECTED-STATUS [more for curl]: the answer is in $body and $answer/headers.
call() {
  local method=$1 address=$2 expected=$3 status
  shift 3
  status=$(curl --silent --show-error --max-time 30 --request "$method" \
    --header "@$answer/token" --header 'Content-Type: application/json' \
    --dump-header "$answer/headers" --output "$answer/body" --write-out '%{http_code}' "$@" "$API$address")
  body=$(<"$answer/body")
  if [[ $status != "$expected" ]]; then
    echo "$method $address: expected $expected, got $status: $body" >&2
    exit 1
  fi
}

# field NAME [FROM]: the first field of that name. Use jq in a program of your own; this quick start has curl alone.
field() {
  local from=${2:-$body} pattern="\"$1\":(\"([^\"]*)\"|([0-9]+))"
  if [[ $from =~ $pattern ]]; then printf '%s' "${BASH_REMATCH[2]}${BASH_REMATCH[3]}"; fi
}
header() { tr -d '\r' <"$answer/headers" | grep -i "^$1: " | cut -d' ' -f2-; }

# Who am I?
call GET /me 200
echo "You are $(field name), $(field role) of $(field name "${body#*\"tenant\":}")."

# A client card. The key makes the call safe to repeat: the same key gives the same card.
key="quick-start-$(date +%s)-$$"
flower='{"name": "ООО «Василёк»", "phones": ["8 (495) 123-45-67"]}'
call POST /companies 201 --header "Idempotency-Key: $key" --data "$flower"
id=$(field id) etag=$(header etag)
echo "Made $(field name) with the phone $(field number), version $(field version)."
call POST /companies 201 --header "Idempotency-Key: $key" --data "$flower"
[[ $(header idempotency-replayed) == true && $(field id) == "$id" ]] && echo 'The same call again made no second card.'

# Read it, and find it by the phone as a caller's display shows it.
call GET "/companies/$id" 200
echo "Read it: $(field status), version $(field version)."
call GET '/lookup' 200 --get --data-urlencode 'phone=8 495 123 45 67'
[[ $body == *"$id"* ]] && echo 'Whose phone is 8 495 123 45 67? It is found.'

# Change it, if nobody else has since it was read.
call PATCH "/companies/$id" 200 --header "If-Match: $etag" --data '{"status": "customer"}'
echo "Changed it: $(field status), version $(field version)."

# Three refusals, each with a code for programs and a text for people.
call PATCH "/companies/$id" 412 --header "If-Match: $etag" --data '{"status": "former"}'
echo "412 $(field code): you read $etag, and it is at version $(field currentVersion) now."
call PATCH "/companies/$id" 409 --data '{"status": "former", "baseVersion": 1}'
echo "409 $(field code): since version 1 somebody changed $(grep -o '"fields":\["[a-z]*"' <<<"$body" | cut -d'"' -f4)."
call POST /companies 422 --header "Idempotency-Key: $key-2" --data '{"name": "ООО «Пион»", "phones": ["12"]}'
echo "422 $(field code): $(field pointer) $(field code "${body#*\"errors\":}")."

# A note, and the whole card with its chronology in one answer.
call POST "/companies/$id/notes" 201 --header "Idempotency-Key: $key-3" --data '{"text": "Просит прайс к пятнице"}'
call GET "/companies/$id/card" 200
timeline=${body#*\"timeline\":}
kinds=$(grep -o '"kind":"[a-z-]*"' <<<"${timeline%\"stats\":*}" | cut -d'"' -f4 | tr '\n' ' ')
echo "The card tells, newest first: ${kinds% }."
