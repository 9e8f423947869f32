// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

#include <QRegularExpression>
#include <QSet>

#include <optional>

using namespace mailmend::testing;

namespace {

/** One MAILMEND_TEXT in the sources. */
struct Sentence
{
    QString context;
    QString source;
    /** The names that the say() around it gives; none where they are not written out there. */
    std::optional<QSet<QString>> given;
};

QString joinedLiterals(const QString& code)
{
    static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\""));
    QString out;
    for (const auto& match : literal.globalMatch(code)) {
        out += match.captured(1);
    }
    return out;
}

/** The names of the places in a sentence; `broken` says what is wrong with its braces. */
QSet<QString> places(const QString& source, QString* broken)
{
    static const QRegularExpression place(QStringLiteral("^([a-z][A-Za-z0-9]*)(\\|[^|{}]*\\|[^|{}]*)?$"));
    QSet<QString> names;
    for (qsizetype i = 0; i < source.size(); ++i) {
        if (source.at(i) == u'{' && i + 1 < source.size() && source.at(i + 1) == u'{') {
            ++i;
        } else if (source.at(i) == u'{') {
            const qsizetype end = source.indexOf(u'}', i);
            const auto match = place.match(end < 0 ? QString() : source.mid(i + 1, end - i - 1));
            if (!match.hasMatch()) {
                *broken = source.mid(i, end - i + 1);
                return names;
            }
            names.insert(match.captured(1));
            i = end;
        }
    }
    return names;
}

/** Names in {{"path", place(x)}, …}: the first literal of each inner brace. None where something else stands
 * there. */
std::optional<QSet<QString>> namesIn(const QByteArray& code, const QByteArray& blanked, qsizetype open)
{
    QSet<QString> names;
    const qsizetype close = closingBracket(blanked, open);
    for (qsizetype i = open + 1; i < close; ++i) {
        if (blanked.at(i) == '{') {
            const qsizetype end = closingBracket(blanked, i);
            static const QRegularExpression first(QStringLiteral("^\\{\\s*\"(\\w+)\""));
            const auto match = first.match(QString::fromUtf8(code.mid(i, end - i)));
            if (!match.hasMatch()) {
                return std::nullopt;
            }
            names.insert(match.captured(1));
            i = end;
        } else if (isalpha(static_cast<unsigned char>(blanked.at(i))) != 0) {
            return std::nullopt;
        }
    }
    return names;
}

/** @return nothing where it is the macro's definition or is not made of literals alone. */
std::optional<Sentence> sentenceAt(const QByteArray& code, const QByteArray& blanked, qsizetype macro)
{
    const qsizetype open = blanked.indexOf('(', macro);
    const qsizetype close = closingBracket(blanked, open);
    const qsizetype comma = blanked.indexOf(',', open);
    Sentence sentence;
    sentence.context = joinedLiterals(QString::fromUtf8(code.mid(open, comma - open)));
    sentence.source = joinedLiterals(QString::fromUtf8(code.mid(comma, close - comma)));
    if (!code.mid(open + 1, comma - open).trimmed().startsWith('"')) {
        return std::nullopt;
    }
    if (!code.left(macro).trimmed().endsWith("say(")) {
        return sentence;
    }
    qsizetype next = close + 1;
    while (next < blanked.size() && isspace(static_cast<unsigned char>(blanked.at(next))) != 0) {
        ++next;
    }
    if (blanked.at(next) == ')') {
        sentence.given = QSet<QString>();
    } else if (blanked.mid(next + 1, 80).trimmed().startsWith('{')) {
        sentence.given = namesIn(code, blanked, blanked.indexOf('{', next));
    }
    return sentence;
}

} // namespace

/** Every sentence for a person can be rendered: its places are well formed and are given what they name. */
class SentencesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesThemselves();
    void placesAreWellFormedAndGiven();
};

void SentencesTest::placesThemselves()
{
    QString broken;
    const QSet<QString> both{QStringLiteral("path"), QStringLiteral("count")};
    QCOMPARE(places(QStringLiteral("{path} has {count|page|pages} and {{braces}"), &broken), both);
    QVERIFY(broken.isEmpty());
    for (const char* bad : {"{pa th}", "{open", "{count|one}", "{}"}) {
        broken.clear();
        places(QString::fromLatin1(bad), &broken);
        QVERIFY2(!broken.isNull(), bad);
    }
}

void SentencesTest::placesAreWellFormedAndGiven()
{
    static const QRegularExpression context(QStringLiteral("^[a-zA-Z][a-zA-Z0-9 -]*$"));
    static const QRegularExpression macro(QStringLiteral("\\bMAILMEND_TEXT\\("));
    QStringList faults;
    int seen = 0;
    for (const SourceFile& file : sourceTree()) {
        if (!file.isIn(u"app/") || !file.isCode()) {
            continue;
        }
        const QByteArray code = withoutComments(file.content, false);
        const QByteArray blanked = withoutComments(file.content, true);
        for (const auto& match : macro.globalMatch(QString::fromLatin1(blanked))) {
            const auto sentence = sentenceAt(code, blanked, match.capturedStart());
            if (!sentence) {
                continue;
            }
            ++seen;
            QString broken;
            const QSet<QString> named = places(sentence->source, &broken);
            if (!context.match(sentence->context).hasMatch() || sentence->source.isEmpty()) {
                faults.append(fault(file, match.capturedStart(), QStringLiteral("no context or no words")));
            } else if (!broken.isNull()) {
                faults.append(fault(file, match.capturedStart(), QStringLiteral("bad place ") + broken));
            } else if (sentence->given && *sentence->given != named) {
                const QSet<QString> odd = (named - *sentence->given) | (*sentence->given - named);
                const QString list = QStringList(odd.cbegin(), odd.cend()).join(u' ');
                faults.append(
                    fault(file, match.capturedStart(), QStringLiteral("place and argument differ: ") + list));
            }
        }
    }
    QVERIFY(seen > 50);
    MAILMEND_NO_FAULTS(faults);
}

MAILMEND_TEST_CLASS(SentencesTest)
#include "sentences_test.moc"
