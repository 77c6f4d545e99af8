#!/bin/sh
# A whole job from a shell: TOKEN=… sh whole-job.sh https://touchline.club.lan https://…/match.mp4
# It makes the job, chooses the first candidate, confirms its box, starts the analysis, follows it to its end and prints
# the result. It needs curl and jq. /docs on your Touchline says what each route takes.
set -eu

base="${1:-http://127.0.0.1:3000}/api/jobs"
video="${2:-https://videos.example.test/match.mp4}"
every="${EVERY:-1}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
attempt=

# A value of the last answer; nothing where it is null.
get() {
  jq -r "$1 // empty" "$work/answer"
}

# call METHOD PATH [BODY]: the answer goes to a file, its status to $status.
call() {
  {
    echo 'header = "Accept: application/json"'
    [ -z "${TOKEN:-}" ] || echo "header = \"Authorization: Bearer $TOKEN\""
    [ -z "$attempt" ] || echo "header = \"X-Analysis-Attempt-Id: $attempt\""
    [ -z "${3:-}" ] || echo 'header = "Content-Type: application/json"'
  } > "$work/headers"
  printf '%s' "${3:-}" > "$work/body"
  status=$(curl -sS -X "$1" -K "$work/headers" -o "$work/answer" -w '%{http_code}' \
    ${3:+--data-binary "@$work/body"} "$base$2")
}

fail() {
  echo "$1" >&2
  [ ! -s "$work/answer" ] || jq -c '.error // empty' "$work/answer" >&2
  exit 1
}

# change ACTION BODY: names the attempt and keeps the new one. After somebody else's change it looks at the job, and sends
# its own once more only if the player is still ours.
change() {
  call POST "/$job/$1" "$2"
  case "$status $(get .error.code)" in
    '409 ANALYSIS_ATTEMPT_MISMATCH' | '409 ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED')
      call GET "/$job"
      attempt=$(get .data.target.analysis_attempt_id)
      [ "$(get .data.player_ref.track_id)" = "$track" ] ||
        fail 'Somebody else has changed the job. Look at it first.'
      echo "$1: somebody else was faster, sent again" >&2
      call POST "/$job/$1" "$2"
      ;;
  esac
  [ "$status" = 200 ] || fail "$1: $status"
  attempt=$(get .data.analysis_attempt_id)
  echo "$1" >&2
}

call POST '' "$(jq -nc --arg video_url "$video" '{$video_url, role: "Striker", category: "U17"}')"
[ "$status" = 200 ] || fail "The job was not made: $status"
job=$(get .data.job_id)
echo "job $job" >&2

tries=600
track=
while [ -z "$track" ]; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || fail 'There are no candidates.'
  sleep "$every"
  call GET "/$job/candidates"
  track=$(get '.data.candidates[0].trackId')
done

# A frame that the track is on: its key, its time and the box.
call GET "/$job"
on=$(jq -c --argjson track "$track" \
  'first(.data.preview_frames[] | {key, t: .time_sec, bbox: (.tracks[] | select(.track_id == $track) | .bbox)})' \
  "$work/answer")
[ -n "$on" ] || fail 'The track is on no frame.'

change select-track "$(jq -nc --argjson on "$on" --argjson trackId "$track" \
  '{$trackId, selection: {time_sec: $on.t, frame_time_sec: $on.t, frameTimeSec: $on.t, bbox: $on.bbox}}')"
change target "$(jq -nc --argjson on "$on" --argjson track_id "$track" \
  '{selections: [{frame_time_sec: $on.t, frame_key: $on.key} + $on.bbox],
    frame_key: $on.key, time_sec: $on.t, frame_time_sec: $on.t, bbox: $on.bbox, $track_id}')"
change enqueue '{}'

# A stream that breaks is opened again: it begins with the whole state.
state=
until [ "$state" = COMPLETED ] || [ "$state" = PARTIAL ] || [ "$state" = FAILED ]; do
  curl -sSN ${TOKEN:+-H "Authorization: Bearer $TOKEN"} "$base/$job/events" > "$work/stream" || true
  state=$(sed -n 's/^data: //p' "$work/stream" | jq -r '.status // empty' | tail -n 1)
  echo "${state:-no state}" >&2
  sleep "$every"
done
[ "$state" != FAILED ] || fail 'The analysis failed. POST …/retry runs it again.'
call GET "/$job/result"
cat "$work/answer"
