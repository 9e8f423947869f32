// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/scan_runner.h"

#include <QMutex>
#include <QObject>
#include <QTimer>

namespace mailmend::gui {

/** What a running scan has said since the last time, in one piece. */
struct WorkNews
{
    ScanProgress progress;
    QList<TargetInfo> targets;
    QList<Finding> found;
    QList<CheckResult> finished;
};

/**
 * Takes a scan's calls on its threads and hands them on in the window's, 30 times a second at most. `stop`
 * waits for nothing: what came before it is handed on at once.
 */
class WorkFeed : public QObject
{
    Q_OBJECT

public:
    explicit WorkFeed(QObject* parent = nullptr);

    ScanListener listener();
    void start();
    void stop();

Q_SIGNALS:
    void news(const mailmend::gui::WorkNews& news);

private:
    struct Box
    {
        QMutex mutex;
        WorkNews news;
        bool hasNews = false;
    };

    void deliver();

    std::shared_ptr<Box> m_box;
    QTimer m_timer;
};

} // namespace mailmend::gui
