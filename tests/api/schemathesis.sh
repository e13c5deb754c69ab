#!/usr/bin/env bash
# Puts thousands of generated requests, right and wrong, to a running server and holds its answers against its own
# OpenAPI document: schemathesis.sh BASE_URL, such as http://127.0.0.1:7280. The program is schemathesis of the
# environment, or what SCHEMATHESIS names. Give the server a high requests_per_minute: a 429 is no failure, but it
# tests nothing.
set -euo pipefail

base="${1:?usage: schemathesis.sh BASE_URL}"
base="${base%/}"
program="${SCHEMATHESIS:-schemathesis}"
seed="${SEED:-20261128}"
least=2000
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Ids that are there, for the parameters of paths; settings.py writes them beside the settings.
python3 "$here/schemathesis_settings.py" "$base" "$work"

arguments=(
    --url "$(cat "$work/url")"
    --checks all --mode all --seed "$seed"
    --max-examples "${MAX_EXAMPLES:-150}" --continue-on-failure
    --request-timeout 10 --suppress-health-check all --generation-database none
    --report json --report-json-path "$work/report.json" --no-color
)
code=0
(cd "$work" && timeout --signal=INT 350 "$program" --config-file "$work/schemathesis.toml" run \
    "$work/openapi.json" "${arguments[@]}") || code=$?

python3 "$here/schemathesis_count.py" "$work/report.json" "$least" || code=1
exit "$code"
