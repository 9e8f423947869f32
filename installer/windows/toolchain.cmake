# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# Builds for 64-bit Windows on Debian, with its MinGW (posix threads) and a prefix that holds the libraries:
# a folder named in MAILMEND_WIN64_PREFIX, else ../shared/windows/win64-prefix.tar.zst, unpacked into build/.
# The preset `windows` names this file. Visual Studio doesn't need it.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

cmake_path(SET source_folder NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../..)
if(DEFINED ENV{MAILMEND_WIN64_PREFIX})
    set(MAILMEND_WIN64_PREFIX $ENV{MAILMEND_WIN64_PREFIX} CACHE PATH "The libraries for Windows")
endif()
if(NOT MAILMEND_WIN64_PREFIX)
    set(archive ${source_folder}/../shared/windows/win64-prefix.tar.zst)
    set(unpacked ${source_folder}/build/win64-prefix)
    if(NOT EXISTS ${unpacked}/win64/MANIFEST.txt AND EXISTS ${archive})
        message(STATUS "Unpacking the libraries for Windows")
        file(REMOVE_RECURSE ${unpacked} ${unpacked}.new)
        file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${unpacked}.new)
        file(RENAME ${unpacked}.new ${unpacked})
    endif()
    set(MAILMEND_WIN64_PREFIX ${unpacked}/win64)
endif()
if(NOT EXISTS ${MAILMEND_WIN64_PREFIX}/MANIFEST.txt)
    message(FATAL_ERROR "No libraries for Windows: name the folder that holds them in MAILMEND_WIN64_PREFIX.")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MAILMEND_WIN64_PREFIX)

list(APPEND CMAKE_PREFIX_PATH ${MAILMEND_WIN64_PREFIX})
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32 ${MAILMEND_WIN64_PREFIX})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# moc, rcc and the like are Debian's own.
set(QT_HOST_PATH /usr CACHE PATH "Qt's tools for this computer")
set(QT_HOST_PATH_CMAKE_DIR /usr/lib/x86_64-linux-gnu/cmake CACHE PATH "Where CMake finds them")
