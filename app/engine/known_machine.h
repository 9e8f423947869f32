// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"
#include "findings/scan_result.h"

namespace mailmend {

/**
 * The id by which a case knows a computer, where it does.
 *
 * A computer has its id from its machine SID where SAM could be read, else from a weaker number: on a domain
 * controller without the rights of an administrator, or in a collection without SAM. Ids of findings hold it,
 * so in a case a computer keeps the id under which it came in. Only where sameMachine() says Yes, and of one
 * known computer alone: the domain controllers of a domain may share a SID, and differ in MachineGuid and
 * name.
 *
 * @return the computer's own id where the case does not know it, or nobody can tell which of several it is.
 */
QString idInCase(const QList<TargetInfo>& known, const TargetInfo& target);

/**
 * A scan with its computers and the ids of their findings as a case knows them. Two computers of one scan
 * never get one id.
 */
ScanResult asKnownIn(const QList<TargetInfo>& known, ScanResult scan);

/** Evidence of a computer as a case knows it, so that checks give its findings the ids that they have there.
 */
EvidencePointer asKnownIn(const QList<TargetInfo>& known, EvidencePointer evidence);

/** Evidence that was opened again, under the id that its path has in a scan; as it is where that has none. */
EvidencePointer asScannedIn(const ScanResult& scan, EvidencePointer evidence);

} // namespace mailmend
