// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/evidence.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QTemporaryDir>
#include <QtEndian>

#include <cstdlib>
#include <hivex.h>
#include <type_traits>

using namespace mailmend;

namespace {

/** A hive as hivex reads it: the other reader. */
class OtherReader
{
public:
    explicit OtherReader(const QString& file) : m_hive(hivex_open(QFile::encodeName(file).constData(), 0)) {}
    ~OtherReader() { hivex_close(m_hive); }
    OtherReader(const OtherReader&) = delete;
    OtherReader& operator=(const OtherReader&) = delete;

    hive_node_h key(const char* path) const
    {
        hive_node_h node = hivex_root(m_hive);
        for (const QByteArray& name : QByteArray(path).split('\\')) {
            node = node ? hivex_node_get_child(m_hive, node, name.constData()) : 0;
        }
        return node;
    }
    QList<std::pair<QByteArray, hive_node_h>> below(hive_node_h node) const
    {
        QList<std::pair<QByteArray, hive_node_h>> found;
        hive_node_h* children = node ? hivex_node_children(m_hive, node) : nullptr;
        for (hive_node_h* child = children; child && *child; ++child) {
            char* name = hivex_node_name(m_hive, *child);
            found.append({QByteArray(name), *child});
            std::free(name);
        }
        std::free(children);
        return found;
    }
    QByteArray value(hive_node_h node, const char* name, quint32* type = nullptr) const
    {
        const hive_value_h found = hivex_node_get_value(m_hive, node, name);
        // The type of these values is an account's number, which is none of the enumeration's values.
        std::underlying_type_t<hive_type> kind = 0;
        size_t size = 0;
        char* data =
            found ? hivex_value_value(m_hive, found, reinterpret_cast<hive_type*>(&kind), &size) : nullptr;
        const QByteArray bytes(data, static_cast<qsizetype>(size));
        std::free(data);
        if (type) {
            *type = static_cast<quint32>(kind);
        }
        return bytes;
    }

private:
    hive_h* m_hive;
};

template<typename Number>
Number hivexNumber(const QByteArray& bytes, qsizetype offset)
{
    return offset + qsizetype(sizeof(Number)) <= bytes.size()
               ? qFromLittleEndian<Number>(bytes.constData() + offset)
               : Number(0);
}

QDateTime timeAt(const QByteArray& bytes, qsizetype offset)
{
    const auto ticks = hivexNumber<quint64>(bytes, offset); // 100 ns since 1601; 0 and the highest: none
    return ticks == 0 || ticks == 0x7fffffffffffffff
               ? QDateTime()
               : QDateTime::fromMSecsSinceEpoch(qint64(ticks / 10000) - 11644473600000, Qt::UTC);
}

/** What stands in V at the place that the descriptor at `offset` tells. */
QString textOfV(const QByteArray& v, qsizetype offset)
{
    const QByteArray raw = v.mid(0xcc + hivexNumber<quint32>(v, offset), hivexNumber<quint32>(v, offset + 4));
    QString text;
    for (qsizetype i = 0; i + 1 < raw.size(); i += 2) {
        text.append(QChar(hivexNumber<quint16>(raw, i)));
    }
    return text;
}

QString line(quint32 rid, const QString& name, const QString& listedAs, quint32 inside, quint16 flags,
             quint16 logons, const QDateTime& last, const QDateTime& set)
{
    return QStringLiteral("%1 %2 %3 rid %4 flags %5 logons %6 last %7 set %8")
        .arg(rid)
        .arg(name, listedAs)
        .arg(inside)
        .arg(flags)
        .arg(logons)
        .arg(last.toString(Qt::ISODateWithMs), set.toString(Qt::ISODateWithMs));
}

QStringList hivexAccounts(const OtherReader& hive)
{
    QHash<quint32, QString> names;
    for (const auto& [name, node] : hive.below(hive.key("SAM\\Domains\\Account\\Users\\Names"))) {
        quint32 rid = 0;
        hive.value(node, "", &rid);
        names.insert(rid, QString::fromUtf8(name));
    }
    QStringList lines;
    for (const auto& [name, node] : hive.below(hive.key("SAM\\Domains\\Account\\Users"))) {
        if (name != "Names") {
            const QByteArray f = hive.value(node, "F"), v = hive.value(node, "V");
            const quint32 rid = name.toUInt(nullptr, 16);
            lines.append(line(rid, textOfV(v, 12), names.value(rid), hivexNumber<quint32>(f, 48),
                              hivexNumber<quint16>(f, 56), hivexNumber<quint16>(f, 66), timeAt(f, 8),
                              timeAt(f, 24)));
        }
    }
    lines.sort();
    return lines;
}

QStringList ourAccounts(const LocalAccounts& all)
{
    QStringList lines;
    for (const LocalAccount& account : all.accounts) {
        lines.append(line(account.rid, account.name, account.listedAs.join(u','), account.state->rid,
                          static_cast<quint16>(account.state->flags),
                          static_cast<quint16>(account.state->logons), account.state->lastLogon,
                          account.state->passwordSet));
    }
    lines.sort();
    return lines;
}

/** "S-1-5-21-… in 544" from the list that goes by the members. */
QStringList hivexMemberships(const OtherReader& hive)
{
    QStringList lines;
    for (const auto& [head, node] : hive.below(hive.key("SAM\\Domains\\Builtin\\Aliases\\Members"))) {
        for (const auto& [tail, member] : hive.below(node)) {
            quint32 groups = 0;
            const QByteArray rids = hive.value(member, "", &groups);
            for (quint32 i = 0; i < groups; ++i) {
                lines.append(QStringLiteral("%1-%2 in %3")
                                 .arg(QString::fromLatin1(head))
                                 .arg(tail.toUInt(nullptr, 16))
                                 .arg(hivexNumber<quint32>(rids, qsizetype(i) * 4)));
            }
        }
    }
    lines.sort();
    return lines;
}

} // namespace

/** The accounts of the sample, as hivex and a second decoding have them. */
class AccountsHivexTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAccountsAndMemberships_data()
    {
        QTest::addColumn<bool>("repaired");
        QTest::newRow("found") << false;
        QTest::newRow("repaired") << true;
    }

    void sameAccountsAndMemberships()
    {
        QFETCH(bool, repaired);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("SAM"));
        const auto members = sampleCollection(repaired);
        QVERIFY(members);
        for (const MemoryMember& member : *members) {
            if (member.name.endsWith("config/SAM")) {
                QFile out(file);
                QVERIFY(out.open(QIODevice::WriteOnly) && out.write(member.content) == member.content.size());
            }
        }
        const auto evidence = openEvidence(
            {repaired ? QStringLiteral("sample:repaired") : QStringLiteral("sample:"), false}, CancelToken());
        QVERIFY(evidence && (*evidence)->accounts);
        const LocalAccounts& all = *(*evidence)->accounts.part;
        const OtherReader hive(file);
        QVERIFY(hivexAccounts(hive).size() >= 6);
        QCOMPARE(ourAccounts(all), hivexAccounts(hive));

        QStringList second, first;
        QVERIFY(all.memberships);
        for (auto member = all.memberships->constBegin(); member != all.memberships->constEnd(); ++member) {
            for (const quint32 rid : *member) {
                second.append(QStringLiteral("%1 in %2").arg(member.key()).arg(rid));
            }
        }
        for (const LocalGroup& group : all.groups) {
            for (const QString& sid : group.builtIn ? group.members : QStringList()) {
                first.append(QStringLiteral("%1 in %2").arg(sid).arg(group.rid));
            }
        }
        second.sort();
        first.sort();
        QCOMPARE(second, hivexMemberships(hive));
        QCOMPARE(second, first); // both of SAM's lists say the same, in each state of the sample
        QCOMPARE(first.contains(all.sidOf(1003) + QStringLiteral(" in 544")), !repaired);
    }
};

MAILMEND_TEST_CLASS(AccountsHivexTest)

#include "accounts_hivex_test.moc"
