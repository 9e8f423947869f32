# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# The libraries for Windows: which source packages of Debian, what each has to leave behind, and how it is built.
# Sourced by build-prefix.sh. build_NAME (a dash is an underscore) runs in the unpacked source with
#   $libraries  what was made before      $stage  where to put include/, lib/ and so on
#   $build      a folder for its objects  $maps   the option that keeps this computer's folders out of the objects
#   $jobs       how many things at once   $compiler, $cxx  the compilers, with ccache where it is installed

# Name, suite and version of the source package. In this order; a part finds those above it.
# yara: the archive has no tarball for bookworm's 4.2.3, so it is sid's.
parts=(
    "zlib       bookworm 1:1.2.13.dfsg-1"
    "sqlite3    bookworm 3.40.1-2+deb12u2"
    "openssl    bookworm 3.0.20-1~deb12u2"
    "fmtlib     bookworm 9.1.0+ds1-2"
    "spdlog     bookworm 1:1.10.0+ds-0.4"
    "re2        bookworm 20220601+dfsg-1"
    "yaml-cpp   bookworm 0.7.0+dfsg-8"
    "libarchive bookworm 3.6.2-1+deb12u5"
    "libzip     bookworm 1.7.3-1"
    "yara       sid      4.5.8-1"
    "qt6-base   bookworm 6.4.2+dfsg-10"
)
declare -A needs=([libarchive]="zlib" [libzip]="zlib openssl" [yara]="openssl" [qt6-base]="sqlite3")
# What of it has to be there: without one of these it isn't whole.
declare -A holds=(
    [zlib]="include/zlib.h include/zconf.h lib/libz.a"
    [sqlite3]="include/sqlite3.h lib/libsqlite3.a"
    [openssl]="include/openssl/evp.h include/openssl/configuration.h lib/libcrypto.a lib/libssl.a"
    [fmtlib]="include/fmt/core.h include/fmt/format-inl.h"
    [spdlog]="include/spdlog/spdlog.h include/spdlog/sinks/rotating_file_sink.h"
    [re2]="include/re2/re2.h lib/libre2.a lib/cmake/re2/re2Config.cmake"
    [yaml-cpp]="include/yaml-cpp/yaml.h lib/libyaml-cpp.a"
    [libarchive]="include/archive.h include/archive_entry.h lib/libarchive.a"
    [libzip]="include/zip.h include/zipconf.h lib/libzip.a lib/cmake/libzip/libzip-config.cmake"
    [yara]="include/yara.h include/yara/rules.h lib/libyara.a"
    [qt6-base]="bin/Qt6Core.dll bin/Qt6Gui.dll bin/Qt6Widgets.dll bin/Qt6Concurrent.dll bin/Qt6Sql.dll bin/Qt6Network.dll
        bin/Qt6Test.dll lib/libQt6Core.a lib/libQt6EntryPoint.a lib/cmake/Qt6/Qt6Config.cmake lib/cmake/Qt6Widgets/Qt6WidgetsConfig.cmake
        plugins/platforms/qwindows.dll plugins/platforms/qoffscreen.dll plugins/sqldrivers/qsqlite.dll"
    [runtime]="bin/libgcc_s_seh-1.dll bin/libstdc++-6.dll bin/libwinpthread-1.dll"
)
host=x86_64-w64-mingw32

# with_cmake OPTION…: configures, builds and installs with CMake. What a broken-off run had built is taken up.
with_cmake() {
    local launcher=()
    [ -z "$ccache" ] || launcher=("-DCMAKE_C_COMPILER_LAUNCHER=$ccache" "-DCMAKE_CXX_COMPILER_LAUNCHER=$ccache")
    cmake -S . -B "$build" -G Ninja "-DCMAKE_TOOLCHAIN_FILE=$toolchain" "-DMAILMEND_LIBRARIES=$libraries" \
        -DCMAKE_BUILD_TYPE=Release "-DCMAKE_C_FLAGS=$maps" "-DCMAKE_CXX_FLAGS=$maps" -DCMAKE_INSTALL_PREFIX=/win64 \
        -DCMAKE_INSTALL_LIBDIR=lib "${launcher[@]}" "$@"
    cmake --build "$build" -j "$jobs"
    rm -rf "$build.installed"
    DESTDIR=$build.installed cmake --install "$build" --strip
    cp -a "$build.installed/win64/." "$stage/"
    rm -rf "$build.installed"
}

build_zlib() {
    CC=$compiler CHOST=$host AR=$host-ar RANLIB=$host-ranlib CFLAGS="-O2 $maps" ./configure --static
    make -j "$jobs" libz.a
    install -Dm644 -t "$stage/include" zlib.h zconf.h
    install -Dm644 -t "$stage/lib" libz.a
}

# Debian's source has SQLite's single file not made yet; this computer's compiler is enough for that.
build_sqlite3() {
    if [ ! -f single-file-made ]; then # make writes sqlite3.h long before sqlite3.c: neither says that it is done
        rm -f sqlite3.h sqlite3.c
        ./configure --disable-tcl
        make sqlite3.c
        touch single-file-made
    fi
    $compiler -O2 "$maps" -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite3.c -o "$build/sqlite3.o"
    mkdir -p "$stage/lib"
    $host-ar rcs "$stage/lib/libsqlite3.a" "$build/sqlite3.o"
    install -Dm644 -t "$stage/include" sqlite3.h src/sqlite3ext.h
}

build_openssl() {
    CC=$compiler AR=$host-ar RANLIB=$host-ranlib WINDRES=$host-windres RC=$host-windres \
        ./Configure mingw64 no-shared no-tests no-module "$maps"
    make -j "$jobs" build_generated
    make -j "$jobs" libcrypto.a libssl.a
    install -Dm644 -t "$stage/include/openssl" include/openssl/*.h
    install -Dm644 -t "$stage/lib" libcrypto.a libssl.a
}

# Headers alone: Mailmend's code says FMT_HEADER_ONLY and SPDLOG_FMT_EXTERNAL.
build_fmtlib() { install -Dm644 -t "$stage/include/fmt" include/fmt/*.h; }

build_spdlog() {
    mkdir -p "$stage/include"
    cp -a include/spdlog "$stage/include/"
}

# Debian leaves out the tables that are made from Unicode's lists: here they are made of Debian's unicode-data.
build_re2() {
    perl re2/make_perl_groups.pl >re2/perl_groups.cc
    (cd re2 && python3 make_unicode_casefold.py >unicode_casefold.cc && python3 make_unicode_groups.py >unicode_groups.cc)
    with_cmake -DBUILD_SHARED_LIBS=OFF -DRE2_BUILD_TESTING=OFF
}

build_yaml_cpp() {
    with_cmake -DYAML_BUILD_SHARED_LIBS=OFF -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF -DYAML_CPP_BUILD_CONTRIB=OFF
}

# Debian's patches touch what its configure is made from, so it is made anew.
build_libarchive() {
    autoreconf -fi
    ./configure --host=$host --prefix=/ --disable-shared --enable-static --disable-bsdtar --disable-bsdcat --disable-bsdcpio \
        --disable-acl --disable-xattr --without-bz2lib --without-libb2 --without-iconv --without-lz4 --without-zstd \
        --without-lzma --without-cng --without-nettle --without-openssl --without-mbedtls --without-xml2 --without-expat \
        "CC=$compiler" "CFLAGS=-O2 $maps" "CPPFLAGS=-I$libraries/include" "LDFLAGS=-L$libraries/lib"
    make -j "$jobs" libarchive.la
    install -Dm644 -t "$stage/include" libarchive/archive.h libarchive/archive_entry.h
    install -Dm644 -t "$stage/lib" .libs/libarchive.a
}

build_libzip() {
    with_cmake -DBUILD_SHARED_LIBS=OFF -DBUILD_TOOLS=OFF -DBUILD_REGRESS=OFF -DBUILD_EXAMPLES=OFF -DBUILD_DOC=OFF \
        -DENABLE_OPENSSL=ON -DENABLE_WINDOWS_CRYPTO=OFF -DENABLE_GNUTLS=OFF -DENABLE_MBEDTLS=OFF -DENABLE_COMMONCRYPTO=OFF \
        -DENABLE_BZIP2=OFF -DENABLE_LZMA=OFF
}

build_yara() {
    autoreconf -fi
    ./configure --host=$host --disable-magic --disable-cuckoo --disable-shared --enable-static --with-crypto \
        "CC=$compiler" "CFLAGS=-O2 $maps" "CPPFLAGS=-I$libraries/include" "LDFLAGS=-L$libraries/lib" "LIBS=-lws2_32 -lcrypt32 -lbcrypt"
    make -j "$jobs" libyara.la
    install -Dm644 -t "$stage/include" libyara/include/yara.h
    install -Dm644 -t "$stage/include/yara" libyara/include/yara/*.h
    install -Dm644 -t "$stage/lib" .libs/libyara.a
}

# Debian's tarball has neither wintab.h (no tablets) nor SQLite. Direct2D stays: DirectWrite hangs on it.
build_qt6_base() {
    with_cmake -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR=/usr/lib/x86_64-linux-gnu/cmake -DQT_QMAKE_TARGET_MKSPEC=win32-g++ \
        -DINPUT_opengl=no -DFEATURE_dbus=OFF -DFEATURE_vulkan=OFF -DINPUT_openssl=no -DFEATURE_system_zlib=OFF \
        -DFEATURE_sql_odbc=OFF -DFEATURE_icu=OFF -DFEATURE_system_sqlite=ON -DFEATURE_tabletevent=OFF \
        -DQT_BUILD_EXAMPLES=OFF -DQT_BUILD_TESTS=OFF
}
