// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

using namespace mailmend::testing;

namespace {

QByteArray rot13(QByteArray text)
{
    for (char& letter : text) {
        const char base = letter >= 'a' && letter <= 'z' ? 'a' : letter >= 'A' && letter <= 'Z' ? 'A' : '\0';
        if (base != '\0') {
            letter = static_cast<char>(base + (letter - base + 13) % 26);
        }
    }
    return text;
}

/** What anti-virus programs look for in web shells, encoded: it may stand nowhere in the repository as it is.
 */
const char* const kEncoded[] = {
    "riny(Erdhrfg",
    "riny(erdhrfg",
    "rkrphgr(erdhrfg",
    "rkrphgrtybony(erdhrfg",
    "\"hafnsr\");",
    "'hafnsr');",
    "shapgvba cntr_ybnq(){riny",
    "shapgvba cntr_ybnq(){/**/riny",
    "uggc://s/<fpevcg",
    "ehang=\"freire\">shapgvba cntr_ybnq",
    "erdhrfg.svyrf[0].fnirnf(freire",
    "flfgrz.vb.fgernzjevgre(erdhrfg.sbez",
    "nffrzoyl.ybnq(pbaireg.sebzonfr64fgevat(erdhrfg",
    "arj npgvirkbowrpg(\"jfpevcg.furyy",
    "perngrbowrpg(\"jfpevcg.furyy\").rkrp(erdhrfg",
    "k5b!c%@nc[4\\cmk54(c^)7pp)7}$rvpne",
};

} // namespace

/** No anti-virus program should eat a clone: what is known to be bad stands encoded, wherever it stands. */
class KnownBadTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSampleHasWhatIsLookedFor();
    void nothingStandsPlain();
};

void KnownBadTextTest::theSampleHasWhatIsLookedFor()
{
    int encoded = 0;
    for (const SourceFile& file : sourceTree()) {
        if (file.isIn(u"resources/sample/known-bad/")) {
            encoded += rot13(file.content).toLower().contains(rot13(kEncoded[0]).toLower()) ? 1 : 0;
        }
    }
    QVERIFY2(encoded >= 2, "the list would not recognise the sample's own pages");
}

void KnownBadTextTest::nothingStandsPlain()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        const QByteArray content = file.content.toLower();
        for (const char* encoded : kEncoded) {
            if (const qsizetype position = content.indexOf(rot13(encoded).toLower()); position >= 0) {
                faults.append(
                    fault(file, position, QStringLiteral("plain: ") + QString::fromLatin1(encoded)));
            }
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

MAILMEND_TEST_CLASS(KnownBadTextTest)
#include "known_bad_text_test.moc"
