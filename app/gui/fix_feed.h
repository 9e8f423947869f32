// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fix_runner.h"

#include <QObject>
#include <QTimer>

namespace mailmend::gui {

/**
 * Between a fix on its thread and the window's: what it does comes this way, 30 times a second at most; what
 * the person wishes goes the other way and is read at every safe point.
 */
class FixFeed : public QObject
{
    Q_OBJECT

public:
    explicit FixFeed(QObject* parent = nullptr);

    /** For the next fix: whatever was wished of the one before is forgotten. */
    FixListener begin();
    void end();
    void wish(FixWish wish);
    FixWish wished() const;

Q_SIGNALS:
    void news(const mailmend::ActionProgress& progress);
    /** The fix has come to a safe point and waits there. */
    void held();

private:
    struct Box;

    void deliver();

    std::shared_ptr<Box> m_box;
    QTimer m_timer;
};

} // namespace mailmend::gui
