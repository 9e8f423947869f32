// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/small_server.h"

namespace mailmend::testing {

using namespace sample;

SmallRegistry smallRegistry()
{
    SmallRegistry registry;
    HiveKey& windows = registry.software.at(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"));
    windows.values = {
        stringValue(QStringLiteral("SystemRoot"), QStringLiteral("C:\\Windows")),
        stringValue(QStringLiteral("ProductName"), QStringLiteral("Windows Server 2016 Standard")),
        stringValue(QStringLiteral("InstallationType"), QStringLiteral("Server")),
        stringValue(QStringLiteral("CurrentBuild"), QStringLiteral("14393")),
        numberValue(QStringLiteral("UBR"), 4169),
        numberValue(QStringLiteral("InstallDate"), 1515855600)}; // 2018-01-13T15:00:00Z
    registry.software.at(QStringLiteral("Microsoft\\Cryptography")).values = {
        stringValue(QStringLiteral("MachineGuid"), QStringLiteral("6d1c1b7e-52a4-4f0d-9a3e-8b6f0c24d917"))};
    registry.software.at(QStringLiteral("Microsoft\\ExchangeServer\\v15\\Setup")).values = {
        stringValue(QStringLiteral("MsiInstallPath"),
                    QStringLiteral("C:\\Program Files\\Microsoft\\Exchange Server\\V15\\")),
        numberValue(QStringLiteral("MsiProductMajor"), 15),
        numberValue(QStringLiteral("MsiProductMinor"), 1),
        numberValue(QStringLiteral("MsiBuildMajor"), 2044),
        numberValue(QStringLiteral("MsiBuildMinor"), 4),
        stringValue(QStringLiteral("OwaVersion"), QStringLiteral("15.1.2044.2"))};
    registry.software.at(QStringLiteral("Microsoft\\ExchangeServer\\v15\\MailboxRole"));
    registry.software.at(QStringLiteral("Microsoft\\ExchangeServer\\v15\\ClientAccessRole"));

    registry.system.at(QStringLiteral("Select")).values = {numberValue(QStringLiteral("Current"), 2)};
    // The set that is not in use says something else about everything.
    registry.system.at(QStringLiteral("ControlSet001\\Control\\ComputerName\\ComputerName")).values = {
        stringValue(QStringLiteral("ComputerName"), QStringLiteral("OLD-NAME"))};
    HiveKey& control = registry.system.at(QStringLiteral("ControlSet002\\Control"));
    control.at(QStringLiteral("ComputerName\\ComputerName")).values = {
        stringValue(QStringLiteral("ComputerName"), QStringLiteral("BIRCH-EX01"))};
    control.at(QStringLiteral("ProductOptions")).values = {
        stringValue(QStringLiteral("ProductType"), QStringLiteral("ServerNT"))};
    control.at(QStringLiteral("TimeZoneInformation")).values = {
        stringValue(QStringLiteral("TimeZoneKeyName"), QStringLiteral("W. Europe Standard Time")),
        numberValue(QStringLiteral("Bias"), static_cast<quint32>(-60)),
        numberValue(QStringLiteral("ActiveTimeBias"), static_cast<quint32>(-120))};
    HiveKey& environment = control.at(QStringLiteral("Session Manager\\Environment"));
    environment.values = {expandValue(QStringLiteral("windir"), QStringLiteral("%SystemRoot%")),
                          stringValue(QStringLiteral("SITES"), QStringLiteral("D:\\Sites"))};
    environment.time = smallServerTime();

    QByteArray account(0x150, '\0');
    for (const quint32 part : {1760460187U, 1592185332U, 161725925U}) {
        for (int i = 0; i < 4; ++i) {
            account.append(static_cast<char>(part >> (8 * i) & 0xff));
        }
    }
    registry.sam.at(QStringLiteral("SAM\\Domains\\Account")).values = {
        binaryValue(QStringLiteral("V"), account)};
    return registry;
}

QDateTime smallServerTime()
{
    return QDateTime(QDate(2021, 3, 9), QTime(10, 20, 30), Qt::UTC);
}

QByteArray smallIisConfiguration()
{
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<configuration><system.applicationHost><sites>
 <site name="Default Web Site" id="1">
  <application path="/" applicationPool="DefaultAppPool"><virtualDirectory path="/" physicalPath="%SystemDrive%\inetpub\wwwroot" /></application>
  <application path="/owa" applicationPool="MSExchangeOWAAppPool"><virtualDirectory path="/" physicalPath="C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa" /></application>
  <application path="/shop" applicationPool="Shop"><virtualDirectory path="/" physicalPath="%SITES%\shop" /></application>
  <application path="/files" applicationPool="Shop"><virtualDirectory path="/" physicalPath="\\nas\share" /></application>
  <application path="/lost" applicationPool="Shop"><virtualDirectory path="/" physicalPath="%NOWHERE%\lost" /></application>
 </site>
 <siteDefaults><logFile logFormat="W3C" directory="%SystemDrive%\WebLogs" /></siteDefaults>
</sites></system.applicationHost></configuration>
)";
}

ServerFiles smallServer(const SmallRegistry& registry)
{
    HiveOptions options;
    options.time = QDateTime(QDate(2021, 3, 1), QTime(0, 0), Qt::UTC);
    options.sequence = 77;
    const QByteArray exchange = "Program Files/Microsoft/Exchange Server/V15/";
    return {{"Windows/System32/config/SOFTWARE", writeHive(registry.software, options)},
            {"Windows/System32/config/SYSTEM", writeHive(registry.system, options)},
            {"Windows/System32/config/SAM", writeHive(registry.sam, options)},
            {"Windows/System32/inetsrv/config/applicationHost.config", smallIisConfiguration()},
            {"Windows/System32/winevt/Logs/Application.evtx", QByteArray(2000, 'e')},
            {"Windows/System32/Tasks/Backup", "task"},
            {"WebLogs/W3SVC1/u_ex210301.log", QByteArray(700, 'l')},
            {"WebLogs/W3SVC1/u_ex210302.log", QByteArray(300, 'l')},
            {"inetpub/logs/LogFiles/W3SVC1/u_ex150101.log", "old and not configured"},
            {"inetpub/wwwroot/iisstart.htm", "welcome"},
            {exchange + "Logging/HttpProxy/Owa/HttpProxy_1.LOG", QByteArray(50, 'h')},
            {exchange + "FrontEnd/HttpProxy/owa/auth/logon.aspx", "logon"}};
}

} // namespace mailmend::testing
