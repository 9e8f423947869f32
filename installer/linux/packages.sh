# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What has to be installed on Debian 12, and the steps that both commands of the README share. Sourced, not run.

# To build the programs.
build_packages=(
    build-essential ca-certificates ccache cmake git ninja-build pkg-config
    qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6sql6-sqlite
    libssl-dev libspdlog-dev libfmt-dev libyara-dev libzip-dev zlib1g-dev librsvg2-bin
)
# To show the window, and to take its picture where there is no screen.
window_packages=(fonts-dejavu-core fonts-noto-core qt6-qpa-plugins xvfb openbox xdotool imagemagick x11-utils)
# What the tests compare with or drive. hivex reads our hives, yara scans beside us, ntfs-3g makes NTFS disks.
test_packages=(libhivex-bin libhivex-dev ntfs-3g python3 python3-jsonschema yara zip unzip zstd)
# To make the Debian package and to look at it.
package_packages=(appstream desktop-file-utils dpkg-dev lintian)
# To build for Windows, and to run what was built. Only where the libraries for Windows are at hand.
windows_packages=(
    g++-mingw-w64-x86-64-posix gcc-mingw-w64-x86-64-posix mingw-w64-tools binutils-mingw-w64-x86-64 wine wine64 zstd
    libsqlite3-0 mingw-w64-x86-64-dev msitools osslsigncode python3 wixl zip
)
# To make the libraries for Windows (installer/windows/build-prefix.sh). Only where it is run.
prefix_packages=(
    autoconf automake bison debian-archive-keyring dpkg-dev flex libtool make patch perl python3 tcl unicode-data
    xz-utils qt6-base-dev-tools
)

say() { printf '\033[1m== %s\033[0m\n' "$*"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "This needs root, and sudo is not installed: $*" >&2
        return 1
    fi
}

# Installs those of the named packages that are missing. Takes no time and asks nobody where none is.
install_missing() {
    local missing=() package installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | awk '$2 == "installed" { print " " $1 " " }')
    for package in "$@"; do
        [[ $installed == *" $package "* ]] || missing+=("$package")
    done
    [ "${#missing[@]}" -eq 0 ] && return 0
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# How many things to build at once: the cores, but one for every 1.5 GB of free memory at most.
jobs_here() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
    [ "${memory:-1}" -lt 1 ] && memory=1
    [ "$memory" -lt "$cores" ] && echo "$memory" || echo "$cores"
}

# Whether the libraries for Windows are at hand. installer/windows/toolchain.cmake unpacks them where they are packed.
have_windows_libraries() {
    [ -n "${MAILMEND_WIN64_PREFIX:-}" ] || [ -f build/win64-prefix/win64/MANIFEST.txt ] || [ -f ../shared/windows/win64-prefix.tar.zst ]
}

# configure PRESET [more for CMake]: warnings are errors where the compiler is the one that we know; sources are
# compiled several at a time.
configure() {
    local preset=$1
    shift
    local werror=OFF
    grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release && werror=ON
    cmake --preset "$preset" -DMAILMEND_WERROR=$werror -DMAILMEND_UNITS=ON "$@" >"/tmp/mailmend-configure.$$" 2>&1 || {
        cat "/tmp/mailmend-configure.$$" >&2
        rm -f "/tmp/mailmend-configure.$$"
        return 1
    }
    rm -f "/tmp/mailmend-configure.$$"
}

# Precompiled headers are cached only with these.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
