// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QString>

#include <memory>
#include <utility>
#include <variant>

namespace mailmend {

enum class ErrorKind {
    BadCall, ///< the person or program that asked used it wrongly
    NotFound,
    Denied,      ///< rights
    Damaged,     ///< foreign bytes that are not what they should be
    Unsupported, ///< recognised, but this version does not read it
    TooLarge,    ///< a bound was reached
    Cancelled,
    Conflict,  ///< somebody else changed it meanwhile
    Full,      ///< no room
    Fault,     ///< a fault of Mailmend's own or of a library
    AntiVirus, ///< an anti-virus program keeps it from us, or took it away
    InUse,     ///< another program holds it open and lets nobody read it
};

/** Why something could not be done. `text` and `hint` are for the person, `detail` for the log. */
struct Error
{
    ErrorKind kind = ErrorKind::Fault;
    Text text;      ///< what happened
    Text hint;      ///< what to do about it; may be empty
    QString detail; ///< for the log: codes, positions, a library's own words
    std::shared_ptr<const Error> cause;
};

/** A value or the reason why there is none. Look before you take: value() of an error aborts. */
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_content.index() == 0; }
    T& value() & { return std::get<0>(m_content); }
    const T& value() const& { return std::get<0>(m_content); }
    /** By value, so that `for (x : *call())` keeps what it walks over. */
    T value() && { return std::get<0>(std::move(m_content)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

/** A Result of something that has no value of its own. */
using Done = Result<std::monostate>;
inline Done done()
{
    return Done{std::monostate{}};
}

/** The error with a further sentence around it: what was being done when `cause` came up. */
Error because(Error cause, Text whatWasDone);

/** One line for the log: kind, English text, detail and all causes. Escaped: it may hold hostile names. */
QString logLine(const Error& error);

} // namespace mailmend
