#!/bin/sh
# Makes the images lastbild-collector and lastbild-generator, without a registry and without root:
#
#   deploy/container/build.sh dist-wheel/lastbild-….whl
#
# The base is Debian's own Python: a few packages, unpacked, with every other program taken out. There is no
# shell, no package manager and no user but the one that runs Lastbild. It needs mmdebstrap, pip and buildah.
# SUITE names another release of Debian, and PYTHON the version of Python in it.
set -eu
wheel=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
suite=${SUITE:-bookworm}
python=${PYTHON:-3.11}
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

mmdebstrap --quiet --variant=extract \
    --include="python$python-minimal,libpython$python-stdlib,libstdc++6,ca-certificates,tzdata" \
    --extract-hook='cat "$1"/usr/share/ca-certificates/mozilla/*.crt >"$1/etc/ssl/certs/ca-certificates.crt"' \
    --extract-hook='find "$1/bin" "$1/sbin" "$1/usr/bin" "$1/usr/sbin" ! -type d ! -name "python3.[0-9]*" -delete' \
    --extract-hook="ln -s python$python \"\$1/usr/bin/python3\"" \
    --extract-hook='cd "$1"; rm -rf etc/cron.* etc/init.d usr/lib/ssl/misc usr/lib/gcc usr/libexec var/lib/dpkg var/cache' \
    --extract-hook='cd "$1/usr/share"; rm -rf bug doc man locale perl5 lintian debconf dpkg bash-completion' \
    --extract-hook='echo "lastbild:x:65532:65532::/data:/none" >"$1/etc/passwd"' \
    --extract-hook='echo "lastbild:x:65532:" >"$1/etc/group"' \
    "$suite" "$context/base.tar"

# The locked packages, each with its hash, for the base's Python and not for this machine's; then the wheel.
pip() {
    python3 -m pip --quiet --disable-pip-version-check install --target "$context/packages" --no-compile \
        --only-binary=:all: --implementation cp --python-version "$python" \
        --platform "manylinux2014_$(uname -m)" --platform "manylinux_2_28_$(uname -m)" "$@"
}
pip --require-hashes -r "$here/../../requirements/postgresql.txt"
pip --no-deps --no-index --upgrade "$wheel"
rm -rf "$context/packages/bin" # programs of the packages; Lastbild is started by its name in Python
mkdir "$context/data"

for name in base collector generator; do
    buildah build --isolation "${ISOLATION:-rootless}" --pull-never --file "$here/$name.Containerfile" \
        --tag "localhost/lastbild-$name" "$context"
done
