# $1 the session's folder, $2 the screen or "none", then the command.
folder=$1 screen=$2
shift 2
started=()
end() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null
  wait
}
trap end EXIT

printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
started+=($!)
if ! gdbus wait --session --timeout 30 org.freedesktop.secrets; then
  echo "The keyring of the tests' own desktop did not start." >&2
  exit 97
fi

if [ "$screen" != none ]; then
  # The server says which display it took once it takes connections: there is no moment between the two to miss.
  mkfifo "$folder/display.$$"
  Xvfb -screen 0 "$screen" -fbdir "$folder/screen" -nolisten tcp -noreset -displayfd 3 3>"$folder/display.$$" >/dev/null 2>&1 &
  started+=($!)
  exec 4<>"$folder/display.$$"
  if ! read -r -t 30 number <&4; then
    echo "The virtual display of the tests' own desktop did not start." >&2
    exit 98
  fi
  exec 4<&-
  rm "$folder/display.$$"
  export DISPLAY=:$number
fi

"$@"
