// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/choice_row.h"

#include "evidence/volume/native.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/spacing.h"

#include <QCoreApplication>

namespace mailmend::gui {

void addChoiceRow(Column* column, const Theme& theme, Drawing drawing, const QString& title,
                  const QString& under, std::function<void()> chosen)
{
    auto* row = new RowButton(theme, {drawing, Token::Accent}, {}, title, under);
    row->setBordered(true);
    limitWidth(row, 640);
    QObject::connect(row, &QAbstractButton::clicked, row, std::move(chosen));
    column->add(row);
}

void addThisComputer(Column* column, const Theme& theme, std::function<void(const QString& target)> chosen)
{
    addChoiceRow(column, theme, Drawing::Server, QCoreApplication::translate("Choice", "This computer"),
                 QCoreApplication::translate("Choice",
                                             "If it is the Exchange server: its files, registry and "
                                             "accounts, as they are now"),
                 [chosen = std::move(chosen)] { chosen(QStringLiteral("this-computer")); });
}

FileQuestion askForCollection(const QString& title)
{
    return {FileQuestion::Kind::OpenFile,
            title,
            QCoreApplication::translate("Choice", "Collections (*.zip)"),
            {}};
}

FileQuestion askForFolder()
{
    return {FileQuestion::Kind::OpenFolder, QCoreApplication::translate("Choice", "Choose a folder"), {}, {}};
}

QString exampleTargets()
{
    return QCoreApplication::translate("Choice", "a .zip, a folder, or %1 for a server with two disks")
        .arg(native::exampleVolumes());
}

} // namespace mailmend::gui
