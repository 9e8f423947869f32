// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/spool.h"

#include <zlib.h>

#include <deque>
#include <new>

namespace mailmend {
namespace {

constexpr qsizetype pieceSize = 64 * 1024;

} // namespace

struct Spool::State
{
    z_stream stream{};
    std::deque<QByteArray> packed;
    qsizetype free = 0; ///< room in the last piece
};

Spool::Spool() : m_state(std::make_unique<State>())
{
    if (deflateInit(&m_state->stream, Z_DEFAULT_COMPRESSION) != Z_OK) {
        throw std::bad_alloc();
    }
}

Spool::~Spool()
{
    deflateEnd(&m_state->stream);
}

void Spool::deflateInput(int flush)
{
    int state = Z_OK;
    do {
        if (m_state->free == 0) {
            m_state->packed.emplace_back(pieceSize, Qt::Uninitialized);
            m_state->free = pieceSize;
        }
        QByteArray& last = m_state->packed.back();
        m_state->stream.next_out = reinterpret_cast<Bytef*>(last.data() + pieceSize - m_state->free);
        m_state->stream.avail_out = static_cast<uInt>(m_state->free);
        state = deflate(&m_state->stream, flush);
        m_state->free = m_state->stream.avail_out;
    } while (m_state->stream.avail_in > 0 || (flush == Z_FINISH && state != Z_STREAM_END));
}

void Spool::add(const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        return;
    }
    m_size += bytes.size();
    m_state->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    m_state->stream.avail_in = static_cast<uInt>(bytes.size());
    deflateInput(Z_NO_FLUSH);
}

Done Spool::drain(const std::function<Done(QByteArrayView)>& take)
{
    deflateInput(Z_FINISH);
    z_stream back{};
    if (inflateInit(&back) != Z_OK) {
        throw std::bad_alloc();
    }
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&back, inflateEnd);
    const auto lost = [](int state) {
        return Error{ErrorKind::Fault,
                     say(MAILMEND_TEXT("collect", "The list of contents was lost.")),
                     {},
                     QString::number(state),
                     {}};
    };
    QByteArray room(pieceSize, Qt::Uninitialized);
    QByteArray piece;
    for (int state = Z_OK; state != Z_STREAM_END;) {
        if (back.avail_in == 0 && !m_state->packed.empty()) {
            const bool isLast = m_state->packed.size() == 1;
            piece = std::move(m_state->packed.front());
            m_state->packed.pop_front();
            back.next_in = reinterpret_cast<Bytef*>(piece.data());
            back.avail_in = static_cast<uInt>(pieceSize - (isLast ? m_state->free : 0));
        }
        back.next_out = reinterpret_cast<Bytef*>(room.data());
        back.avail_out = pieceSize;
        state = inflate(&back, Z_NO_FLUSH);
        const bool waits = state == Z_BUF_ERROR && !m_state->packed.empty();
        if (state != Z_OK && state != Z_STREAM_END && !waits) {
            return lost(state);
        }
        const QByteArrayView given(room.constData(), pieceSize - static_cast<qsizetype>(back.avail_out));
        if (const auto taken = take(given); !taken) {
            return taken;
        }
    }
    return done();
}

} // namespace mailmend
