#!/usr/bin/env bash
# A collection, three items, the best two of them, a mistake, and the end of it.
set -euo pipefail

call() {
  local method=$1 path=$2
  shift 2
  curl --silent --show-error --request "$method" "$API$path" --header "Authorization: Bearer $KEY" --header 'Content-Type: application/json' "$@"
  echo
}

call POST /v1/collections --data '{"_id":"ExampleScores"}'
for item in '{"player":"ann","score":120}' '{"player":"bob","score":95}' '{"player":"eve","score":130}'; do
  call POST /v1/collections/ExampleScores/items --data "$item"
done
call GET '/v1/collections/ExampleScores/items?sortProperty=score&sortOrder=desc&itemsInPage=2&propertyNames=player,score'
call GET '/v1/collections/ExampleScores/items?sortPropery=score'
call DELETE /v1/collections/ExampleScores
