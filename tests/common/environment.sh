# Virtual environments of the test scripts. Bash sources this file:
#   . tests/common/environment.sh
#   make_environment NAME REQUIREMENTS
# It installs the packages of the requirements file (versions are pinned there) into target/NAME, unless they are there already, and
# puts the Python of the environment into the variable `python`. If they cannot be downloaded, the script ends with status 75. The
# packages on its lines `# without dependencies: PACKAGE` are installed as they are, after the others.

target=${CARGO_TARGET_DIR:-target}
# The program under test. Without optimisation: cargo builds it for the tests anyway.
tawsim=$target/debug/tawsim

make_environment() {
  local venv=$target/$1 requirements=$2 wanted attempt alone
  python=$venv/bin/python
  wanted=$(sha256sum < "$requirements")
  [ "$(cat "$venv/installed" 2>/dev/null)" != "$wanted" ] || return 0
  python3 -m venv --clear "$venv"
  alone=$(sed -n 's/^# without dependencies: //p' "$requirements")
  for attempt in 1 2 3; do
    if "$venv/bin/pip" install -q --disable-pip-version-check --retries 5 --timeout 60 -r "$requirements" \
      && { [ -z "$alone" ] || "$venv/bin/pip" install -q --disable-pip-version-check --no-deps $alone; }; then
      echo "$wanted" > "$venv/installed"
      return 0
    fi
    [ "$attempt" = 3 ] || sleep $((attempt * 10))
  done
  echo "$0: the packages of $requirements could not be installed"
  exit 75
}
