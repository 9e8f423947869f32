// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

// Asks every library for Windows something to which the answer is known. Prints a line for each; 0 if all are
// right.
#include <QApplication>
#include <QFuture>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSslSocket>
#include <QTimer>
#include <QVariant>
#include <QWidget>
#include <QtConcurrentRun>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <openssl/evp.h>
#include <re2/re2.h>
#include <spdlog/spdlog.h>
#include <string>
#include <yaml-cpp/yaml.h>
#include <yara.h>
#include <zip.h>
#include <zlib.h>

namespace {

const std::string trialWord = "abc"; // its digest is FIPS 180-2's first example
const char* const trialDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

bool digests()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(trialWord.data(), trialWord.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        return false;
    }
    std::string text;
    for (unsigned int at = 0; at < size; ++at) {
        text += fmt::format("{:02x}", digest.at(at));
    }
    return text == trialDigest;
}

// Signs, verifies, and refuses what was changed.
bool signs()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, 64> signature{};
    std::size_t size = signature.size();
    const auto* const bytes = reinterpret_cast<const unsigned char*>(trialWord.data());
    if (!key || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, bytes, trialWord.size()) != 1) {
        return false;
    }
    const auto verifies = [&](std::size_t length) {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> other(EVP_MD_CTX_new(),
                                                                            EVP_MD_CTX_free);
        return EVP_DigestVerifyInit(other.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
               EVP_DigestVerify(other.get(), signature.data(), size, bytes, length) == 1;
    };
    return verifies(trialWord.size()) && !verifies(trialWord.size() - 1);
}

// A rule with the hash module, which needs libyara to have been built with OpenSSL.
bool findsByRule()
{
    const std::string rule =
        std::string("import \"hash\" rule one { condition: hash.sha256(0, filesize) == \"") + trialDigest +
        "\" }";
    YR_COMPILER* compiler = nullptr;
    YR_RULES* rules = nullptr;
    if (yr_initialize() != ERROR_SUCCESS || yr_compiler_create(&compiler) != ERROR_SUCCESS ||
        yr_compiler_add_string(compiler, rule.c_str(), nullptr) != 0 ||
        yr_compiler_get_rules(compiler, &rules) != ERROR_SUCCESS) {
        return false;
    }
    const auto matches = [&](const std::string& text) {
        int found = 0;
        const auto count = [](YR_SCAN_CONTEXT*, int message, void*, void* user) {
            *static_cast<int*>(user) += message == CALLBACK_MSG_RULE_MATCHING ? 1 : 0;
            return CALLBACK_CONTINUE;
        };
        const int result = yr_rules_scan_mem(rules, reinterpret_cast<const uint8_t*>(text.data()),
                                             text.size(), 0, count, &found, 10);
        return result == ERROR_SUCCESS ? found : -1;
    };
    const bool right = matches(trialWord) == 1 && matches("abd") == 0;
    yr_rules_destroy(rules);
    yr_compiler_destroy(compiler);
    yr_finalize();
    return right;
}

bool compresses()
{
    std::array<Bytef, 100> packed{};
    std::array<Bytef, 100> unpacked{};
    uLongf packedSize = packed.size();
    uLongf size = unpacked.size();
    return compress(packed.data(), &packedSize, reinterpret_cast<const Bytef*>(trialWord.data()),
                    trialWord.size()) == Z_OK &&
           uncompress(unpacked.data(), &size, packed.data(), packedSize) == Z_OK &&
           std::string(reinterpret_cast<const char*>(unpacked.data()), size) == trialWord;
}

// Writes an AES-256 zip in memory, and reads it back: with its passphrase only.
bool encryptsZip()
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (archive == nullptr) {
        return false;
    }
    zip_file_add(archive, "one", zip_source_buffer(archive, trialWord.data(), trialWord.size(), 0), 0);
    if (zip_file_set_encryption(archive, 0, ZIP_EM_AES_256, "right") != 0 || zip_close(archive) != 0) {
        return false;
    }
    archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        return false;
    }
    std::array<char, 10> read{};
    zip_file_t* const refused = zip_fopen_index_encrypted(archive, 0, 0, "wrong");
    zip_file_t* const file = zip_fopen_index_encrypted(archive, 0, 0, "right");
    const bool right = refused == nullptr && file != nullptr &&
                       zip_fread(file, read.data(), read.size()) == 3 && trialWord == read.data();
    zip_fclose(file);
    zip_discard(archive);
    return right;
}

bool writesTar()
{
    std::array<char, 20'000> room{};
    std::size_t used = 0;
    struct archive* const tar = archive_write_new();
    archive_write_set_format_pax_restricted(tar);
    archive_write_add_filter_gzip(tar);
    archive_write_open_memory(tar, room.data(), room.size(), &used);
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, "one");
    archive_entry_set_size(entry, 3);
    archive_entry_set_filetype(entry, AE_IFREG);
    const bool written =
        archive_write_header(tar, entry) == ARCHIVE_OK && archive_write_data(tar, trialWord.data(), 3) == 3;
    archive_entry_free(entry);
    return written && archive_write_close(tar) == ARCHIVE_OK && archive_write_free(tar) == ARCHIVE_OK &&
           used > 0 && room[0] == '\x1f'; // gzip's first byte: zlib was found
}

bool opensDatabase()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(QStringLiteral(":memory:"));
    QSqlQuery query(database);
    return database.open() && query.exec(QStringLiteral("SELECT 6 * 7")) && query.next() &&
           query.value(0).toInt() == 42;
}

bool opensWindow()
{
    QWidget window;
    window.resize(100, 100);
    window.show();
    bool right = false;
    QTimer::singleShot(200, &window, [&] {
        right = window.isVisible() && !window.grab().isNull();
        QCoreApplication::exit(0); // not quit(), which asks the window first
    });
    return QApplication::exec() == 0 && right;
}

int trialFaults = 0;

void answer(const char* name, bool right)
{
    std::printf("%s %s\n", name, right ? "answers" : "IS WRONG");
    std::fflush(stdout);
    trialFaults += right ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    answer("openssl (SHA-256)", digests());
    answer("openssl (Ed25519)", signs());
    answer("yara", findsByRule());
    answer("zlib", compresses());
    answer("libzip", encryptsZip());
    answer("libarchive", writesTar());
    answer("re2", RE2::FullMatch("\u00c4bc", "(?i)\\p{L}bc") && !RE2::FullMatch("1bc", "\\p{L}bc"));
    answer("yaml-cpp", YAML::Load("{one: [1, 2]}")["one"][1].as<int>() == 2);
    answer("spdlog and fmt", spdlog::default_logger() != nullptr && fmt::format("{:>4}", 42) == "  42");
    answer("Qt Sql and sqlite3", opensDatabase());
    answer("Qt Network (schannel)", QSslSocket::supportsSsl());
    answer("Qt Concurrent", QtConcurrent::run([] { return 42; }).result() == 42);
    answer("Qt Widgets", opensWindow());
    return trialFaults == 0 ? 0 : 1;
}
