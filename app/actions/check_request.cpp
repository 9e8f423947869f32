// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/action.h"

namespace mailmend {
namespace {

constexpr qsizetype kLongestWords = 4096;
constexpr qsizetype kLongestPath = 32'767; // as Windows
constexpr qsizetype kMostComponents = 1000;

Error badCall(TextSource text, const QString& name)
{
    return {ErrorKind::BadCall, say(text, {{"name", words(name)}}), {}, {}, {}};
}

bool isUsable(const WindowsPath& path)
{
    qsizetype length = 0;
    for (const QByteArray& component : path.components()) {
        if (component.contains('\0') || component.contains('/')) {
            return false;
        }
        length += component.size() + 1;
    }
    return path.drive() >= 'A' && path.drive() <= 'Z' && !path.components().isEmpty() &&
           length <= kLongestPath && path.components().size() <= kMostComponents;
}

bool isUsable(const ParameterValue& value)
{
    if (const auto* path = std::get_if<WindowsPath>(&value)) {
        return isUsable(*path);
    }
    if (const auto* hash = std::get_if<Sha256Value>(&value)) {
        return hash->bytes.size() == 32;
    }
    return std::get<QString>(value).size() <= kLongestWords;
}

} // namespace

Done checkRequest(const Action& action, const ActionRequest& request)
{
    if (request.action != QLatin1StringView(action.id)) {
        return badCall(MAILMEND_TEXT("actions", "{name} is another action."), request.action);
    }
    if (!isChangeId(request.change)) {
        return badCall(MAILMEND_TEXT("actions", "{name} is not the number of a change."), request.change);
    }
    QStringList unknown = request.parameters.keys();
    for (const ParameterSpec& spec : action.parameters) {
        const QString name = QString::fromLatin1(spec.name);
        const auto given = request.parameters.find(name);
        if (given == request.parameters.end()) {
            return badCall(MAILMEND_TEXT("actions", "The value {name} is missing."), name);
        }
        if (given->index() != static_cast<size_t>(spec.kind) || !isUsable(*given)) {
            return badCall(MAILMEND_TEXT("actions", "The value {name} is not what it should be."), name);
        }
        unknown.removeOne(name);
    }
    if (!unknown.isEmpty()) {
        return badCall(MAILMEND_TEXT("actions", "There is no value {name} here."), unknown.first());
    }
    return done();
}

} // namespace mailmend
