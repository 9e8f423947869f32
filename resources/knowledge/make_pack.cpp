// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

// make_knowledge_pack OUT.zip FOLDER FILE…: zips the files in the order given. No times, owners or rights of
// this computer get into the archive.
#include <zip.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <list>
#include <string>

namespace {

constexpr zip_uint16_t kMidnight = 0;
constexpr zip_uint16_t kFirstDayOfDos = (1 << 5) | 1; // 1980-01-01

int fail(const std::string& what)
{
    std::fprintf(stderr, "make_knowledge_pack: %s\n", what.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) {
        return fail("OUT.zip FOLDER FILE...");
    }
    std::list<std::string> contents; // libzip reads them when it closes the archive
    zip_t* archive = zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (!archive) {
        return fail(std::string("cannot write ") + argv[1]);
    }
    for (int i = 3; i < argc; ++i) {
        std::ifstream file(std::string(argv[2]) + "/" + argv[i], std::ios::binary);
        if (!file) {
            zip_discard(archive);
            return fail(std::string("cannot read ") + argv[i]);
        }
        contents.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        zip_source_t* source = zip_source_buffer(archive, contents.back().data(), contents.back().size(), 0);
        const zip_int64_t index = source ? zip_file_add(archive, argv[i], source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            zip_discard(archive);
            return fail(std::string("cannot add ") + argv[i]);
        }
        const auto member = static_cast<zip_uint64_t>(index);
        zip_file_set_dostime(archive, member, kMidnight, kFirstDayOfDos, 0);
        zip_set_file_compression(archive, member, ZIP_CM_DEFLATE, 9);
        zip_file_set_external_attributes(archive, member, 0, ZIP_OPSYS_UNIX, 0100644U << 16);
    }
    if (zip_close(archive) != 0) {
        const std::string why = zip_strerror(archive);
        zip_discard(archive);
        return fail(why);
    }
    return 0;
}
