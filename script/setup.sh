# Shared by script/server and script/test: find a Python, make .venv, install what changed.
# Sourced, not run. Sets ROOT and PYTHON (the one in .venv).

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
cd -- "$ROOT" || exit 1
PYTHON=$ROOT/.venv/bin/python
LOG=var/setup.log

# What belongs to another project or to production stays outside.
unset DJANGO_SETTINGS_MODULE DATABASE_URL PRODUCTION DEBUG SECRET_KEY SECRET_KEY_FALLBACKS FIELD_SALTS \
  BSN_DIGEST_KEY ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS SITE_URL EMAIL_URL STATIC_ROOT SECURE_SSL_REDIRECT \
  TRUSTED_PROXIES PYTHONHOME PYTHONPATH

recent_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Prints the first Python that is new enough and can make a virtual environment.
find_python() {
  without_venv=
  for candidate in python3 python3.13 python3.12 python3.11 python; do
    recent_enough "$candidate" || continue
    if "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
    without_venv=$candidate
  done
  [ -z "$without_venv" ] || fail \
    "Python's venv module is missing: install it (on Debian and Ubuntu: sudo apt install python3-venv) and run this again."
  fail "Wervel needs Python 3.11 or newer, and found none: install it from your package manager or python.org and run this again."
}

# set_up FILE: .venv has exactly what FILE asks for. Does nothing when that is so already.
set_up() {
  mkdir -p var
  # A .venv that does not run, is too old or was left half-way is made again.
  if [ -e .venv/installing ] || ! recent_enough "$PYTHON" || ! "$PYTHON" -c 'import pip' 2>/dev/null; then
    python=$(find_python) || exit 1
    say "Making a virtual environment in .venv ..."
    "$python" -m venv --clear .venv >"$LOG" 2>&1 ||
      fail "The virtual environment could not be made; $LOG says why."
  fi
  wanted=$(cat requirements*.txt | cksum)
  if [ "$(cat ".venv/installed-$1" 2>/dev/null)" != "$wanted" ]; then
    say "Installing the packages of $1 (once; this takes a minute or two) ..."
    : >.venv/installing
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --requirement "$1" >"$LOG" 2>&1 ||
      fail "The packages could not be installed; is this machine online? $LOG says more."
    # requirements-dev.txt holds requirements.txt, so both are there then.
    printf '%s\n' "$wanted" >.venv/installed-requirements.txt
    printf '%s\n' "$wanted" >".venv/installed-$1"
    rm .venv/installing
  fi
}
