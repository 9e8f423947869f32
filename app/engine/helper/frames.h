// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace mailmend {

/**
 * The helper's wire: each frame is its length in bytes (32 bits, little-endian) and one JSON object in UTF-8.
 * A frame is at most `LargestFrame` long and nests at most `DeepestFrame` brackets.
 */
inline constexpr qsizetype LargestFrame = 1024 * 1024;
inline constexpr int DeepestFrame = 64;

/** How it is said that one side can't follow the other. */
Error notUnderstood(ErrorKind kind, const QString& detail);

/** @return TooLarge where the object does not fit into a frame. */
Result<QByteArray> encodeFrame(const QJsonObject& object);

/** The JSON object of a frame, or of what came in several. Damaged or TooLarge (nests too deep). */
Result<QJsonObject> parseFrame(const QByteArray& json);

/** Cuts a stream into frames. Holds at most one frame's bytes beyond what was taken last. */
class FrameReader
{
public:
    void take(QByteArrayView bytes) { m_bytes.append(bytes); }
    /**
     * The next whole frame; nothing where more bytes are needed. An error (Damaged, TooLarge) means that the
     * stream can't be trusted any more: every later call gives the same error.
     */
    Result<std::optional<QJsonObject>> next();
    /** Bytes of a frame that is not whole. At the stream's end it means that it was cut. */
    bool isInside() const { return !m_bytes.isEmpty(); }

private:
    QByteArray m_bytes;
    std::optional<Error> m_broken;
};

} // namespace mailmend
