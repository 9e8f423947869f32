// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <array>
#include <optional>
#include <utility>

namespace mailmend {

/** The fixed words of one enum, for writing and reading JSON and command lines. */
template<typename Enum, std::size_t Size>
using WordTable = std::array<std::pair<Enum, const char*>, Size>;

template<typename Enum, std::size_t Size>
constexpr const char* wordIn(const WordTable<Enum, Size>& table, Enum value)
{
    for (const auto& [candidate, word] : table) {
        if (candidate == value) {
            return word;
        }
    }
    return nullptr;
}

template<typename Enum, std::size_t Size>
std::optional<Enum> valueIn(const WordTable<Enum, Size>& table, QStringView word)
{
    for (const auto& [value, candidate] : table) {
        if (candidate && word == QLatin1StringView(candidate)) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace mailmend
