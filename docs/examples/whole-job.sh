#!/bin/sh
# A whole job from a shell: TOKEN=… sh whole-job.sh https://touchline.club.lan https://…/match.mp4
# It makes the job, chooses the first candidate, confirms its box, starts the analysis, follows it to its end and prints
# the result. It needs curl and jq. /docs on your Touchline says what each route takes.
set -eu

base="${1:-http://127.0.0.1:3000}/api/jobs"
video="${2:-https://videos.example.test/match.mp4}"
every="${EVERY:-1}"
work=$(mktemp -d)
follower=
trap '[ -z "$follower" ] || kill "$follower" 2> "$work/ended" || true; rm -rf "$work"' EXIT
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
  : > "$work/answer"
  status=$(curl -sS -X "$1" -K "$work/headers" -o "$work/answer" -w '%{http_code}' \
    ${3:+--data-binary "@$work/body"} "$base$2") || status=000
}

fail() {
  echo "$1" >&2
  [ ! -s "$work/answer" ] || jq -c '.error // empty' "$work/answer" >&2
  exit 1
}

# changed_by_others ACTION: what is stored and not what we want, in words. What we have not stored yet may be missing.
changed_by_others() {
  jq -r --arg action "$1" --argjson on "$on" --argjson track "$track" '
    # On our frame, and nowhere further from our box than a pixel of a picture 2,000 pixels wide.
    def near($a; $b; $most): ($a - $b) | (. <= $most and . >= -$most);
    def ours: .frame_key == $on.key and near(.frame_time_sec; $on.t; 0.05)
      and near(.x; $on.bbox.x; 0.0005) and near(.y; $on.bbox.y; 0.0005)
      and near(.w; $on.bbox.w; 0.0005) and near(.h; $on.bbox.h; 0.0005);
    .data as {$status, $player_ref, $target}
    | ($target.selections // []) as $stored
    | ($status == "QUEUED" or $status == "RUNNING") as $runs
    | [
        if $player_ref.track_id == $track or ($action == "select-track" and $player_ref == null) then empty
          elif $player_ref.track_id then "the player is on track \($player_ref.track_id), not \($track)"
          else "the player is on no track, not \($track)" end,
        ($stored[] | select(ours | not) | "a box at \(.frame_time_sec) s is not ours"),
        if $action == "enqueue" and $stored == [] then "our box is gone" else empty end,
        if $action == "enqueue" and ($runs or $status == "READY_TO_ENQUEUE") then empty
          elif $action == "enqueue" or $runs then "it is \($status)"
          else empty end
      ]
    | join(", ")' "$work/answer"
}

# change ACTION BODY: names the attempt and keeps the new one. After somebody else's change it looks at what is stored, and
# sends its own once more only if nothing in it is another's.
change() {
  call POST "/$job/$1" "$2"
  case "$status $(get .error.code)" in
    '409 ANALYSIS_ATTEMPT_MISMATCH' | '409 ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED')
      call GET "/$job"
      [ "$status" = 200 ] || fail "The job cannot be read: $status"
      others=$(changed_by_others "$1")
      [ -z "$others" ] || fail "Somebody else has changed the job: $others. Look at it first."
      attempt=$(get .data.target.analysis_attempt_id)
      case "$1 $(get .data.status)" in
        'enqueue QUEUED' | 'enqueue RUNNING')
          echo 'enqueue: somebody else has started it with our player and box' >&2
          return
          ;;
      esac
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
  [ -z "$track" ] || break
  call GET "/$job"
  [ "$(get .data.status)" != FAILED ] || fail "The players were not found: $(get .data.failure_reason)"
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

# Reads the stream until nothing runs any more, and puts the last state into $state. A run may also end in
# WAITING_FOR_PLAYER, and its stream goes on then. After a start the service may say READY_TO_ENQUEUE for a moment still.
follow() {
  while IFS= read -r line; do
    [ "$line" != 'event: gone' ] || fail 'The job is gone.'
    case "$line" in 'data: '*) ;; *) continue ;; esac
    said=$(printf '%s' "${line#data: }" | jq -r '.status // empty')
    [ -n "$said" ] || continue
    echo "$said" >&2
    case "$said" in
      QUEUED | RUNNING) begun=yes ;;
      READY_TO_ENQUEUE) [ -z "$begun" ] || state=$said ;;
      *) state=$said ;;
    esac
    [ -z "$state" ] || return 0
  done
}

# A stream that breaks is opened again: it begins with the whole state.
begun=
state=
mkfifo "$work/stream"
while [ -z "$state" ]; do
  curl -sSN ${TOKEN:+-H "Authorization: Bearer $TOKEN"} "$base/$job/events" > "$work/stream" &
  follower=$!
  follow < "$work/stream"
  kill "$follower" 2> "$work/ended" || true
  wait "$follower" || true
  follower=
  [ -n "$state" ] || {
    echo 'the stream broke, opened again' >&2
    sleep "$every"
    call GET "/$job"
    case "$status" in 401 | 403 | 404) fail "The job cannot be followed: $status" ;; esac
  }
done
case "$state" in
  COMPLETED | PARTIAL) ;;
  FAILED) fail 'The analysis failed. POST …/retry runs it again.' ;;
  *) fail "There is no result: the job is $state. Choose the player again, on a clearer frame." ;;
esac
call GET "/$job/result"
[ "$status" = 200 ] || fail "The result cannot be read: $status"
cat "$work/answer"
