# Shared by ./start and ./test. POSIX sh; needs nothing but Python 3.10 to 3.13.

fail() {
    printf '%s\n' "$@" >&2
    exit 4
}

find_python() {
    for candidate in "${TFTUTOR_SETUP_PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.10; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "tftutor needs Python 3.10, 3.11, 3.12 or 3.13, and found none of them." \
         "On Ubuntu or Debian: sudo apt-get install python3 python3-venv"
}

# A bare Debian or Ubuntu has Python without the part that fills a virtual environment.
need_ensurepip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    version=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "Python's part for virtual environments ($version) is missing; installing it with apt-get." >&2
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    { $as_root apt-get update -qq && $as_root apt-get install -y -qq "$version" || $as_root apt-get install -y -qq python3-venv; } >&2 ||
        fail "That did not work. Please run: sudo apt-get install $version" "Then start again."
}

# make_venv FOLDER STAMP PIP-ARGUMENTS...: made once, and again only when STAMP differs from the last time.
make_venv() {
    folder=$1 stamp=$2
    shift 2
    if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/.stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    python=$(find_python)
    need_ensurepip "$python"
    echo "Setting up $folder with $("$python" --version). TensorFlow is large: this takes some minutes, once." >&2
    "$python" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --upgrade "pip>=25.1" >&2 ||
        fail "pip could not be brought up to date. Is there a network connection to a package index?"
    "$folder/bin/python" -m pip install --quiet "$@" >&2 ||
        fail "The packages could not be installed; pip says why above." "When that is mended, start again: nothing is lost."
    printf '%s' "$stamp" >"$folder/.stamp"
}

# Makes the command reachable from everywhere, where the system looks for a user's own commands.
link_command() {
    bin="$HOME/.local/bin"
    [ -L "$bin/tftutor" ] && [ "$(readlink "$bin/tftutor")" = "$1" ] && return
    if [ ! -e "$bin/tftutor" ] && mkdir -p "$bin" 2>/dev/null && ln -sf "$1" "$bin/tftutor" 2>/dev/null; then
        echo "The command is $bin/tftutor (log in again if your shell does not find it)." >&2
    fi
}
