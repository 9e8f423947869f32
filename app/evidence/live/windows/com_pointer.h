// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

namespace mailmend::windows {

/** A COM object with its owner. Moved, never copied; goes on the thread where it is let go. */
template<typename T>
class ComPointer
{
public:
    ComPointer() = default;
    ~ComPointer() { reset(); }
    ComPointer(ComPointer&& other) noexcept : m_object(std::exchange(other.m_object, nullptr)) {}
    ComPointer& operator=(ComPointer&& other) noexcept
    {
        if (this != &other) {
            reset();
            m_object = std::exchange(other.m_object, nullptr);
        }
        return *this;
    }

    T* operator->() const { return m_object; }
    explicit operator bool() const { return m_object != nullptr; }
    /** Where a call puts it. */
    T** room()
    {
        reset();
        return &m_object;
    }
    void reset()
    {
        if (m_object != nullptr) {
            std::exchange(m_object, nullptr)->Release();
        }
    }

private:
    T* m_object = nullptr;
};

} // namespace mailmend::windows
