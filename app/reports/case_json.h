// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "engine/where_done.h"

#include <QJsonObject>

namespace mailmend {

/** The "mailmend-case/1" object: the scan as "mailmend/1", and what people made of it. Always English and
 * UTC. */
QJsonObject caseJson(const CaseView& view);

/**
 * The "mailmend-plan/1" object: the choice and the steps with their states.
 * @param where what was seen of the disks just now; a paper says nothing of that: it is read later.
 */
QJsonObject planJson(const CaseView& view, const WhereItCanBeDone& where = {});

/** The four answers as words. */
QJsonObject answersJson(const Assessment& answers);

/** One of "targets" and one of "checks" of the "mailmend/1" object. */
QJsonObject targetJson(const TargetInfo& target);
QJsonObject checkResultJson(const CheckResult& result);

} // namespace mailmend
