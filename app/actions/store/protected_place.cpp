// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/protected_place.h"

#include "base/escape.h"
#include "evidence/volume/native.h"

namespace mailmend {
namespace {

Error notOurs(const QByteArray& folder)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("actions", "{folder} was not made by Mailmend, or others than administrators can "
                                     "get into it. Nothing was changed."),
            {{"folder", place(displayBytes(folder))}}),
        say(MAILMEND_TEXT("actions", "See who made it and what is in it: it may be part of an attack. Move "
                                     "it elsewhere, then do this again.")),
        {},
        {}};
}

Result<disk::Handle> ownFolderIn(const disk::Handle& above, const QByteArray& name, const QByteArray& shown,
                                 disk::Keeper keeper)
{
    if (const Done made = disk::makeFolder(above, name, shown, keeper); !made) {
        return made.error();
    }
    auto folder = disk::openFolder(above, name);
    if (!folder) {
        return folder.error().kind == ErrorKind::Unsupported ? notOurs(shown) : folder.error(); // a link
    }
    const auto ours = disk::isClosedToOthers(*folder, shown, keeper);
    if (!ours || !*ours) {
        return ours ? notOurs(shown) : ours.error();
    }
    return folder;
}

} // namespace

Result<ProtectedPlace> protectedPlace(const QString& above, disk::Keeper keeper)
{
    const QByteArray path = native::toNative(above);
    const auto parent = disk::openPlace(path);
    if (!parent) {
        return parent.error();
    }
    const auto folder = ownFolderIn(*parent, "Mailmend", path + "/Mailmend", keeper);
    if (!folder) {
        return folder.error();
    }
    const auto seal = ownFolderIn(*folder, "seal", path + "/Mailmend/seal", keeper);
    if (!seal) {
        return seal.error();
    }
    const QString name = above + QStringLiteral("/Mailmend");
    return ProtectedPlace{name, name + QStringLiteral("/seal")};
}

} // namespace mailmend
