// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/yara/compiler.h"

#include <QStringList>

#include <mutex>

namespace mailmend::yara {
namespace {

struct DestroyCompiler
{
    void operator()(YR_COMPILER* compiler) const { yr_compiler_destroy(compiler); }
};

/** Collects libyara's complaints: it reports by callback, with a line. */
void collectMessage(int level, const char* file, int line, const YR_RULE*, const char* message, void* to)
{
    if (level == YARA_ERROR_LEVEL_ERROR) {
        static_cast<QStringList*>(to)->append(QStringLiteral("%1, line %2: %3")
                                                  .arg(QString::fromUtf8(file ? file : "rules"))
                                                  .arg(line)
                                                  .arg(QString::fromUtf8(message)));
    }
}

Error compileError(const QStringList& messages)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("file-rules", "These rules could not be understood.")),
            say(MAILMEND_TEXT("file-rules", "Check the line that is named in the details.")),
            messages.join(QStringLiteral("; ")),
            {}};
}

/** False after an error, of which `messages` knows more. */
bool add(YR_COMPILER* compiler, const QList<FileRuleSource>& sources, const char* nameSpace,
         QStringList& messages)
{
    for (const FileRuleSource& source : sources) {
        // libyara takes a string that ends with a null; one inside would hide what follows it.
        if (source.source.contains('\0')) {
            messages.append(source.name + QStringLiteral(": holds a null byte"));
            return false;
        }
        if (yr_compiler_add_string(compiler, source.source.constData(), nameSpace) != 0) {
            messages.prepend(source.name);
            return false;
        }
    }
    return true;
}

} // namespace

bool start()
{
    static std::once_flag once;
    static bool started = false;
    std::call_once(once, [] {
        started = yr_initialize() == ERROR_SUCCESS;
        // Only where something matched is needed, never a copy of it.
        uint32_t bytes = 0;
        yr_set_configuration(YR_CONFIG_MAX_MATCH_DATA, &bytes);
    });
    return started;
}

Result<RulesPointer> compile(const QList<FileRuleSource>& packRules, const QList<FileRuleSource>& userRules)
{
    YR_COMPILER* raw = nullptr;
    if (!start() || yr_compiler_create(&raw) != ERROR_SUCCESS) {
        return Error{ErrorKind::Fault,
                     say(MAILMEND_TEXT("file-rules", "The rule engine could not be started.")),
                     {},
                     QStringLiteral("libyara"),
                     {}};
    }
    const std::unique_ptr<YR_COMPILER, DestroyCompiler> compiler(raw);
    QStringList messages;
    yr_compiler_set_callback(compiler.get(), collectMessage, &messages);
    yr_compiler_set_include_callback(compiler.get(), nullptr, nullptr, nullptr);
    for (const char* variable : {"filename", "filepath", "extension", "filetype", "owner"}) {
        yr_compiler_define_string_variable(compiler.get(), variable, "");
    }
    if (!add(compiler.get(), packRules, kPackNamespace, messages) ||
        !add(compiler.get(), userRules, kUserNamespace, messages)) {
        return compileError(messages);
    }
    YR_RULES* rules = nullptr;
    const int status = yr_compiler_get_rules(compiler.get(), &rules);
    if (status != ERROR_SUCCESS) {
        messages.append(QStringLiteral("libyara error %1").arg(status));
        return compileError(messages);
    }
    return RulesPointer(rules);
}

} // namespace mailmend::yara
