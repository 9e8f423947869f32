# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# The libraries that everything is built from, under names that are the same on every system:
# mailmend_yara and mailmend_zip for those that pkg-config knows on Linux and nobody on Windows.
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
add_library(mailmend_yara INTERFACE)
add_library(mailmend_zip INTERFACE)
if(WIN32)
    set_property(TARGET OpenSSL::Crypto APPEND PROPERTY INTERFACE_LINK_LIBRARIES ws2_32 crypt32) # where it is static
    find_package(spdlog QUIET)
    if(NOT TARGET spdlog::spdlog) # a prefix may hold its headers alone
        find_path(SPDLOG_INCLUDE_DIR spdlog/spdlog.h REQUIRED)
        add_library(spdlog::spdlog INTERFACE IMPORTED)
        target_include_directories(spdlog::spdlog INTERFACE ${SPDLOG_INCLUDE_DIR})
        target_compile_definitions(spdlog::spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY
                                                            SPDLOG_WCHAR_FILENAMES)
    endif()
    find_package(libzip REQUIRED)
    target_link_libraries(mailmend_zip INTERFACE libzip::zip)
    find_path(YARA_INCLUDE_DIR yara.h REQUIRED)
    find_library(YARA_LIBRARY NAMES yara libyara REQUIRED)
    add_library(yara UNKNOWN IMPORTED) # static: what it needs comes after it, whatever else a program links
    set_target_properties(yara PROPERTIES IMPORTED_LOCATION ${YARA_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${YARA_INCLUDE_DIR} # of an imported target: as a system's
        INTERFACE_LINK_LIBRARIES "OpenSSL::Crypto;ws2_32;crypt32;bcrypt")
    target_link_libraries(mailmend_yara INTERFACE yara)
else()
    find_package(spdlog REQUIRED)
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(YARA REQUIRED IMPORTED_TARGET yara)
    pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
    target_link_libraries(mailmend_yara INTERFACE PkgConfig::YARA)
    target_link_libraries(mailmend_zip INTERFACE PkgConfig::LIBZIP)
endif()
