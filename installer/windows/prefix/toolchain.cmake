# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# Builds the libraries themselves, which go into the folder MAILMEND_LIBRARIES. Mailmend has ../toolchain.cmake.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

# One library finds the other there, and nothing of this computer.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MAILMEND_LIBRARIES)
list(APPEND CMAKE_PREFIX_PATH ${MAILMEND_LIBRARIES})
set(CMAKE_FIND_ROOT_PATH ${MAILMEND_LIBRARIES} /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# moc, rcc and the like are Debian's own.
set(QT_HOST_PATH /usr CACHE PATH "Qt's tools for this computer")
set(QT_HOST_PATH_CMAKE_DIR /usr/lib/x86_64-linux-gnu/cmake CACHE PATH "Where CMake finds them")
