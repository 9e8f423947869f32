// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/where_done.h"
#include "gui/case_store.h"

#include <QObject>
#include <QThreadPool>

namespace mailmend::gui {

/**
 * Looks at the disks of the case that is open, on a thread of its own and beside all other work, for whether
 * Mailmend can do a step there now. Lives in the window's thread. What was seen last holds until it is looked
 * at anew.
 */
class WhereFeed : public QObject
{
    Q_OBJECT

public:
    explicit WhereFeed(QString helperProgram, QObject* parent = nullptr);
    ~WhereFeed() override;

    const WhereItCanBeDone& where() const { return m_where; }
    /** While a look is under way another one follows it: it may have been too early. */
    void look(const ViewPointer& view);
    /** Another case: nothing is known of its disks. */
    void forget();

Q_SIGNALS:
    void looked();

private:
    const QString m_helperProgram;
    QThreadPool m_pool;
    CancelToken m_cancel; ///< of the look that is under way
    ViewPointer m_next;   ///< to be looked at after it
    bool m_looking = false;
    WhereItCanBeDone m_where;
};

} // namespace mailmend::gui
