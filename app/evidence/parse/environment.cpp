// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/environment.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailmend {

namespace {

constexpr qsizetype kLetterBound = 32767;
constexpr int kDeepestNesting = 64;

/** Expands one text; remembers what each variable became, so that none is expanded twice. */
class Expansion
{
public:
    explicit Expansion(const QHash<QString, QString>& values) : m_values(values) {}

    Result<QString> expand(QStringView text, int depth)
    {
        QString out;
        while (!text.isEmpty()) {
            const qsizetype start = text.indexOf(u'%');
            const QStringView plain = start < 0 ? text : text.first(start);
            if (plain.size() > kLetterBound - out.size()) {
                return tooLong();
            }
            out.append(plain);
            if (start < 0) {
                break;
            }
            text = text.sliced(start + 1);
            const QStringView name = nameAt(text);
            if (name.isEmpty()) {
                out.append(u'%');
                continue;
            }
            const Result<QString> value = valueOf(name.toString(), depth + 1);
            if (!value) {
                return value.error();
            }
            if (value->size() > kLetterBound - out.size()) {
                return tooLong();
            }
            out.append(*value);
            text = text.sliced(name.size() + 1);
        }
        return out.size() > kLetterBound ? Result<QString>(tooLong()) : Result<QString>(out);
    }

private:
    /** The name that ends with the next %; empty where there is none, or where it reaches over a folder. */
    static QStringView nameAt(QStringView text)
    {
        const QStringView name = text.first(std::max<qsizetype>(text.indexOf(u'%'), 0));
        return name.contains(u'\\') || name.contains(u'/') ? QStringView() : name;
    }

    Result<QString> valueOf(const QString& name, int depth)
    {
        const QString key = name.toLower();
        if (const auto known = m_known.constFind(key); known != m_known.constEnd()) {
            return known.value() ? Result<QString>(*known.value()) : Result<QString>(circle(name));
        }
        const auto value = m_values.constFind(key);
        if (value == m_values.constEnd()) {
            return Error{
                ErrorKind::Unsupported,
                say(MAILMEND_TEXT("environment", "We don't know what {name} stands for on this server."),
                    {{"name", words(u'%' + name + u'%')}}),
                {},
                {},
                {}};
        }
        if (depth > kDeepestNesting) {
            return circle(name);
        }
        m_known.insert(key, std::nullopt);
        Result<QString> expanded = expand(*value, depth);
        if (expanded) {
            m_known.insert(key, *expanded);
        }
        return expanded;
    }

    static Error circle(const QString& name)
    {
        return Error{
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("environment",
                              "On this server {name} is explained by itself, or by too many other names."),
                {{"name", words(u'%' + name + u'%')}}),
            {},
            {},
            {}};
    }

    static Error tooLong()
    {
        return Error{ErrorKind::TooLarge,
                     say(MAILMEND_TEXT("environment", "This becomes longer than Windows allows.")),
                     {},
                     {},
                     {}};
    }

    const QHash<QString, QString>& m_values;
    QHash<QString, std::optional<QString>> m_known; ///< none: being expanded just now
};

} // namespace

void Environment::set(const QString& name, const QString& value)
{
    m_values.insert(name.toLower(), value);
}

void Environment::setWindowsFolder(const QString& windowsFolder)
{
    QString folder = windowsFolder;
    while (folder.size() > 3 && folder.endsWith(u'\\')) {
        folder.chop(1);
    }
    set(QStringLiteral("SystemRoot"), folder);
    const std::pair<const char16_t*, const char16_t*> fixed[] = {
        {u"windir", u"%SystemRoot%"},
        {u"ComSpec", u"%SystemRoot%\\system32\\cmd.exe"},
        {u"TEMP", u"%SystemRoot%\\TEMP"},
        {u"TMP", u"%SystemRoot%\\TEMP"},
        {u"ProgramFiles", u"%SystemDrive%\\Program Files"},
        {u"ProgramW6432", u"%ProgramFiles%"},
        {u"ProgramFiles(x86)", u"%SystemDrive%\\Program Files (x86)"},
        {u"CommonProgramFiles", u"%ProgramFiles%\\Common Files"},
        {u"CommonProgramW6432", u"%ProgramFiles%\\Common Files"},
        {u"CommonProgramFiles(x86)", u"%ProgramFiles(x86)%\\Common Files"},
        {u"ProgramData", u"%SystemDrive%\\ProgramData"},
        {u"ALLUSERSPROFILE", u"%ProgramData%"},
        {u"PUBLIC", u"%SystemDrive%\\Users\\Public"},
    };
    for (const auto& [name, value] : fixed) {
        set(QString::fromUtf16(name), QString::fromUtf16(value));
    }
    if (folder.size() >= 2 && folder[1] == u':') {
        set(QStringLiteral("SystemDrive"), folder.left(2));
    }
}

Result<QString> Environment::expand(QStringView text) const
{
    return Expansion(m_values).expand(text, 0);
}

} // namespace mailmend
