// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/vouching.h"
#include "support/registration.h"

using namespace mailmend;

using Answers = std::optional<QList<quint32>>;

namespace {

/**
 * Windows' documented answers. Sources: Microsoft Learn, WinVerifyTrust ("TRUST_E_NOSIGNATURE: the subject is
 * not signed"), CryptCATAdminEnumCatalogFromHash (no catalog lists the file: none is given), and "Catalog
 * files": most programs of Windows have no signature of their own and are listed in one.
 */
class RecordedCalls : public VouchingCalls
{
public:
    RecordedCalls(quint32 own, Answers sha256, Answers sha1) : m_own(own), m_answers{sha256, sha1} {}
    quint32 verifyFile() override { return m_own; }
    Answers verifyInCatalogs(CatalogHash hash) override
    {
        ++asked;
        return hash == CatalogHash::Sha256 ? m_answers[0] : m_answers[1];
    }
    int asked = 0;

private:
    quint32 m_own;
    Answers m_answers[2];
};

constexpr quint32 good = 0, chaining = 0x800B010A, notImplemented = 0x80004001;

} // namespace

Q_DECLARE_METATYPE(Answers)
Q_DECLARE_METATYPE(mailmend::Signature)

class VouchingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data()
    {
        QTest::addColumn<quint32>("own");
        QTest::addColumn<Answers>("sha256");
        QTest::addColumn<Answers>("sha1");
        QTest::addColumn<Signature>("expected");
        const Answers unlisted = QList<quint32>();
        const Answers notHashed;
        const auto row = [](const char* name, quint32 own, const Answers& sha256, const Answers& sha1,
                            Signature expected) { QTest::newRow(name) << own << sha256 << sha1 << expected; };
        const auto listed = [](QList<quint32> answers) { return Answers(std::move(answers)); };
        row("Exchange's own library", good, unlisted, unlisted, Signature::Signed);
        row("a program of Windows", trust::NoSignature, listed({good}), unlisted, Signature::Signed);
        row("a program of an older Windows", trust::NoSignature, notHashed, listed({good}),
            Signature::Signed);
        row("listed by SHA-1 alone", trust::NoSignature, unlisted, listed({good}), Signature::Signed);
        row("listed by two updates, one withdrawn", trust::NoSignature, listed({trust::Revoked, good}),
            unlisted, Signature::Signed);
        row("a script, which has no place for a signature", trust::SubjectFormUnknown, listed({good}),
            unlisted, Signature::Signed);
        row("nobody's", trust::NoSignature, unlisted, unlisted, Signature::Unsigned);
        row("nobody's, on an older Windows", trust::NoSignature, notHashed, unlisted, Signature::Unsigned);
        row("changed after it was signed", trust::BadDigest, listed({good}), listed({good}),
            Signature::Broken);
        row("of a stranger", trust::UntrustedRoot, unlisted, unlisted, Signature::Broken);
        row("withdrawn", trust::Revoked, unlisted, unlisted, Signature::Broken);
        row("in a stranger's catalog", trust::NoSignature, listed({trust::UntrustedRoot}), unlisted,
            Signature::Broken);
        row("in a catalog without a signature", trust::NoSignature, listed({trust::NoSignature}), unlisted,
            Signature::Broken);
        row("of a time that has run out", trust::Expired, unlisted, unlisted, Signature::Expired);
        row("in a catalog that can't be read", trust::NoSignature, listed({trust::SystemError}), unlisted,
            Signature::NotAsked);
        row("without the network", chaining, unlisted, unlisted, Signature::NotAsked);
        row("no such function", notImplemented, unlisted, unlisted, Signature::NotAsked);
        row("no catalogs at all", trust::NoSignature, notHashed, notHashed, Signature::NotAsked);
    }
    void files()
    {
        QFETCH(quint32, own);
        QFETCH(Answers, sha256);
        QFETCH(Answers, sha1);
        QFETCH(Signature, expected);
        RecordedCalls calls(own, sha256, sha1);
        QCOMPARE(signatureOf(calls), expected);
    }

    void catalogsAreNotAskedInVain()
    {
        RecordedCalls isSigned(good, QList<quint32>(), QList<quint32>());
        signatureOf(isSigned);
        QCOMPARE(isSigned.asked, 0);
        RecordedCalls listed(trust::NoSignature, QList<quint32>{good}, QList<quint32>());
        signatureOf(listed);
        QCOMPARE(listed.asked, 1);
    }
};

MAILMEND_TEST_CLASS(VouchingTest)
#include "vouching_test.moc"
